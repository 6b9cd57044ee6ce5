"""The merge fields of contracts that are no columns: answer link and due day, next term, signature, the customer's answer."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from daicho.business.contracts.answer_links import make_link
from daicho.business.contracts.models import ContractTerm
from daicho.business.operations.orders.next_terms import NextTerm, next_terms
from daicho.business.organisation.settings import organisation
from daicho.engine.catalog.declare import currency, long_text, moment, number, picklist, text
from daicho.engine.catalog.declare import date as date_field
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.mail.computed import Asked, ComputedField, Provider
from daicho.engine.mail.merge_filters import Withheld
from daicho.engine.work.frame import Frame
from daicho.rules.codes import PRICE_KINDS, RENEWAL_ANSWERS
from daicho.rules.renewal_answers import answer_due, due_has_passed
from daicho.values.labels import Label, Message

DUE_PASSED = Message(
    "answer_due_passed",
    ja="ご回答期限（{due}）を過ぎているため送信していません。お客様に直接ご連絡ください。",
    en="It was not sent because the day by which it asks for an answer ({due}) has passed. Please contact the customer.",
)
SIGNATURE = Label(
    "────────────────────────\n{company}\n{name}\nTEL：{phone}\nE-mail：{email}\n────────────────────────",
    "────────────────────────\n{name}\n{company}\nTel: {phone}\nE-mail: {email}\n────────────────────────",
)
NO_NUMBER = Label("－", "–")
DUE_READS = frozenset(
    {
        "notice_deadline",
        "end_date",
        "renewal_reminder_sent_at",
        "renewal_answered_at",
        "renewal_answer_planned_on",
    }
)
OWNER_READS = frozenset({"owner.name", "owner.email", "owner.phone", "owner.signature"})
ITEMS: Mapping[str, FieldSpec] = {
    "product.name": text("name", "品目・サービス", "Product"),
    "description": text("description", "内容", "Description"),
    "quantity": number("quantity", "数量", "Quantity"),
    "unit_price": currency("unit_price", "単価（税抜）", "Unit price (excl. tax)"),
    "price_kind": picklist("price_kind", "金額種別", "Price kind", PRICE_KINDS),
    "start_date": date_field("start_date", "利用開始日", "Use start"),
    "end_date": date_field("end_date", "利用終了日", "Use end"),
    "amount": currency("amount", "金額（税抜）", "Amount (excl. tax)"),
}
FIELDS = (
    ComputedField(
        "contract.renewal_answer_url",
        FieldSpec("renewal_answer_url", "url", Label("回答ページのリンク", "Link to the answer page")),
        button=Label("回答ページを開く", "Open the answer page"),
    ),
    ComputedField(
        "contract.renewal_answer_due", date_field("renewal_answer_due", "ご回答期限", "Answer due"), DUE_READS
    ),
    ComputedField("contract.next_start_date", date_field("next_start_date", "次期開始日", "Next start")),
    ComputedField("contract.next_end_date", date_field("next_end_date", "次期終了日", "Next end")),
    ComputedField("contract.next_amount", currency("next_amount", "次期の契約金額（税抜）", "Next value (excl. tax)")),
    ComputedField(
        "contract.next_lines", text("next_lines", "次期の契約ライセンス", "Lines of the next term"), items=ITEMS
    ),
    ComputedField(
        "contract.first_billing_date", date_field("first_billing_date", "初回ご請求予定日", "First billing date")
    ),
    ComputedField("contract.owner.signature", long_text("signature", "担当者の署名", "Owner's signature"), OWNER_READS),
    ComputedField(
        "answer.choice", picklist("choice", "更新の回答", "Answer", RENEWAL_ANSWERS), frozenset({"renewal_answer"})
    ),
    ComputedField("answer.respondent", text("respondent", "回答者", "Respondent"), frozenset({"renewal_respondent"})),
    ComputedField(
        "answer.comment", long_text("comment", "回答のコメント", "Comment"), frozenset({"renewal_answer_comment"})
    ),
    ComputedField(
        "answer.answered_at", moment("answered_at", "回答日時", "Answered at"), frozenset({"renewal_answered_at"})
    ),
    ComputedField(
        "answer.planned_on",
        date_field("planned_on", "回答の見込み日", "Answer planned on"),
        frozenset({"renewal_answer_planned_on"}),
    ),
)
OF_NEXT: Mapping[str, Callable[[NextTerm], Any]] = {
    "contract.next_start_date": lambda term: term.start_date,
    "contract.next_end_date": lambda term: term.end_date,
    "contract.next_amount": lambda term: term.amount,
    "contract.next_lines": lambda term: term.lines,
    "contract.first_billing_date": lambda term: term.first_billing_date,
}
ANSWERS = {one.path: next(iter(one.reads)) for one in FIELDS if one.path.startswith("answer.")}


def compute(asked: Sequence[Asked], wanted: frozenset[str], frame: Frame) -> list[dict[str, Any]]:
    """The wanted fields for each text, by whole path."""
    found: list[dict[str, Any]] = [
        {path: one.values.get(column) for path, column in ANSWERS.items() if path in wanted} for one in asked
    ]
    if wanted & OF_NEXT.keys():
        _add_next_terms(found, asked, wanted, frame)
    if "contract.renewal_answer_url" in wanted:
        _add_links(found, asked, frame)
    if "contract.renewal_answer_due" in wanted:
        for values, one in zip(found, asked, strict=True):
            values["contract.renewal_answer_due"] = _due(one.values, frame)
    if "contract.owner.signature" in wanted:
        us = organisation()
        for values, one in zip(found, asked, strict=True):
            values["contract.owner.signature"] = signature(one.values, us.name, us.signature)
    return found


PROVIDER = Provider("contract", FIELDS, compute)


def signature(owner: Mapping[str, Any], company: str, usual: str) -> str | Label:
    """The owner's own signature, else the organisation's, else one made of names and addresses.

    `owner` holds owner.name, owner.email, owner.phone, owner.signature.
    """
    own = str(owner.get("owner.signature") or "").strip() or usual.strip()
    if own:
        return own
    known = {"company": company, "name": owner.get("owner.name") or "", "email": owner.get("owner.email") or ""}
    phone = owner.get("owner.phone")
    return Label(
        SIGNATURE.ja.format(**known, phone=phone or NO_NUMBER.ja),
        SIGNATURE.en.format(**known, phone=phone or NO_NUMBER.en),
    )


def _add_next_terms(
    found: Sequence[dict[str, Any]], asked: Sequence[Asked], wanted: frozenset[str], frame: Frame
) -> None:
    following = next_terms({(one.record_id, one.occurrence) for one in asked}, frame)
    for values, one in zip(found, asked, strict=True):
        term = following.get((one.record_id, one.occurrence))
        values.update(
            {path: get(term) if term is not None else None for path, get in OF_NEXT.items() if path in wanted}
        )


def _add_links(found: Sequence[dict[str, Any]], asked: Sequence[Asked], frame: Frame) -> None:
    nameless = {one.record_id for one in asked if one.occurrence is None}
    holding = ContractTerm.objects.filter(contract__in=nameless, valid_from__lte=frame.today, valid_to__gte=frame.today)
    current = dict(holding.values_list("contract_id", "id")) if nameless else {}
    for values, one in zip(found, asked, strict=True):
        term = one.occurrence or current.get(one.record_id)
        link = make_link(one.record_id, term, one.recipient) if term is not None and one.recipient else None
        values["contract.renewal_answer_url"] = link


def _due(values: Mapping[str, Any], frame: Frame) -> date | Withheld | None:
    """The day by which the answer is due; withheld from customers once it has passed."""
    due = answer_due(
        values.get("notice_deadline"),
        values.get("end_date"),
        frame.habits.calendar,
        reminded=values.get("renewal_reminder_sent_at") is not None,
        answered_on=_day(values.get("renewal_answered_at"), frame),
        planned_on=values.get("renewal_answer_planned_on"),
    )
    if due is not None and due_has_passed(due, frame.today):
        return Withheld(due, DUE_PASSED.problem(due=due))
    return due


def _day(at: datetime | None, frame: Frame) -> date | None:
    return None if at is None else at.astimezone(frame.habits.zone).date()
