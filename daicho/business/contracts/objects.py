"""Catalog of contracts, terms, licence lines and sales entries: which column is which field, and the derived ones."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Case, OuterRef, Q, Subquery, Sum, TextField, Value, When
from django.db.models.functions import Coalesce

from daicho.business.contracts.balance import BALANCE
from daicho.business.contracts.models import Contract, ContractLine, ContractTerm, RenewalAnswer, SalesEntry
from daicho.engine.catalog.declare import (
    checkbox,
    choices,
    currency,
    date,
    field,
    long_text,
    lookup,
    moment,
    number,
    picklist,
    text,
    whole,
)
from daicho.engine.catalog.fields import ScaledDecimalField
from daicho.engine.catalog.specs import Children, ExpressionContext, FieldSpec, ObjectSpec, Occurrence
from daicho.rules.bounds import check_currency, check_term
from daicho.rules.codes import (
    BILLING_CYCLES,
    BILLING_TIMINGS,
    CANCEL_REASONS,
    CONTRACT_BILLING_CYCLES,
    CONTRACT_STATUSES,
    ENTRY_KINDS,
    ENTRY_STATUSES,
    LINE_STATUSES,
    PRICE_KINDS,
    PRORATIONS,
    REMAINDERS,
    RENEWAL_ANSWER_SOURCES,
    RENEWAL_ANSWERS,
    RENEWAL_CONTACT_METHODS,
    RENEWAL_STAGES,
    RENEWAL_TYPES,
    SALES_CYCLES,
)
from daicho.rules.payment_terms import MONTH_END, MONTH_END_WORDS
from daicho.values.labels import Label, Problem

MADE_BY = Label("受注確定・契約更新・契約変更・台帳のインポート", "confirm, renew, change or the ledger import")
STATUS_COLOURS = {
    "provisional": "blue",
    "upcoming": "blue",
    "active": "green",
    "cancelling": "amber",
    "cancelled": "grey",
    "ended": "grey",
}
UNDECIDED = {"field": "renewal_stage", "op": "not_in", "value": ["renewed", "cancelled"]}
DECIDED = {
    "or": [
        {"field": "renewal_stage", "op": "in", "value": ["renewed", "cancelled"]},
        {"field": "cancel_date", "op": "is_not_empty"},
    ]
}


def contract_status(at: ExpressionContext) -> Any:
    """The status on the day it is read; the same rule as `rules.lifecycle.contract_status`."""
    record, term, today = at.record, at.occurrence, at.today
    return Case(
        When(**{f"{record}provisional": True}, then=Value("provisional")),
        When(**{f"{record}cancel_date__lt": today}, then=Value("cancelled")),
        When(**{f"{record}cancel_date__isnull": False}, then=Value("cancelling")),
        When(**{f"{record}first_start_date__gt": today}, then=Value("upcoming")),
        When(**{f"{term}end_date__lt": today}, then=Value("ended")),
        default=Value("active"),
        output_field=TextField(),
    )


def contract_mrr(at: ExpressionContext) -> Any:
    """Recurring amount a month of the lines in use on the day it is read."""
    lines = (
        ContractLine.objects.filter(
            Q(end_date__isnull=True) | Q(end_date__gte=at.today),
            contract=OuterRef(f"{at.record}id"),
            start_date__lte=at.today,
        )
        .order_by()
        .values("contract")
        .annotate(total=Sum("mrr"))
        .values("total")
    )
    output = ScaledDecimalField()
    nothing = Value(0, output_field=output)
    in_use = Coalesce(Subquery(lines, output_field=output), nothing, output_field=output)
    return Case(When(**{f"{at.record}cancel_date__lt": at.today}, then=nothing), default=in_use, output_field=output)


def line_status(at: ExpressionContext) -> Any:
    """The status of a line on the day it is read; the same rule as `rules.lifecycle.line_status`."""
    record, today = at.record, at.today
    return Case(
        When(**{f"{record}cancelled": True}, then=Value("cancelled")),
        When(**{f"{record}replaced": True, f"{record}end_date__lt": today}, then=Value("replaced")),
        When(**{f"{record}start_date__gt": today}, then=Value("upcoming")),
        When(**{f"{record}end_date__lt": today}, then=Value("ended")),
        default=Value("active"),
        output_field=TextField(),
    )


def check_contract(values: Mapping[str, Any]) -> list[Problem]:
    """A term lies within the dates that can be used and does not end before it starts; its currency exists."""
    start, end = values.get("start_date"), values.get("end_date")
    return check_currency(values.get("currency")) + (check_term(start, end) if start else [])


def on_term(spec: FieldSpec) -> FieldSpec:
    """A field of the contract that is read from and written to its current term."""
    return replace(spec, source="occurrence", default=None)


def of_term(spec: FieldSpec) -> FieldSpec:
    """The same field on the term itself, which only operations write."""
    return replace(spec, made=True)


NEXT_TERM = (
    date("next_start_date", "次期開始日", "Next start", made=True),
    date("next_end_date", "次期終了日", "Next end", made=True),
    currency("amount", "契約金額（税抜）", "Contract value (excl. tax)", made=True, default=0),
)
RENEWAL = (
    date("notice_deadline", "解約申入期限", "Notice deadline", made=True),
    date("renewal_due_date", "更新期限", "Renewal due", made=True),
    date("renewal_notice_date", "更新通知期限日", "Renewal notice date"),
    picklist("renewal_type", "更新区分", "Renewal type", RENEWAL_TYPES, default="manual"),
    picklist("renewal_contact_method", "更新案内の方法", "Renewal contact", RENEWAL_CONTACT_METHODS, default="mail"),
    picklist("renewal_stage", "更新状況", "Renewal stage", RENEWAL_STAGES, default="open"),
    picklist("renewal_answer", "更新の回答", "Renewal answer", RENEWAL_ANSWERS),
    picklist("renewal_answer_source", "回答の経路", "Answer source", RENEWAL_ANSWER_SOURCES),
    moment("renewal_notice_sent_at", "更新案内の送付日時", "Renewal notice sent", made=True),
    moment("renewal_answered_at", "更新の回答日時", "Renewal answered", made=True),
    text("renewal_respondent", "回答者", "Respondent", filterable=False),
    long_text("renewal_answer_comment", "回答のコメント", "Answer comment", filterable=False),
    date("renewal_answer_planned_on", "回答の見込み日", "Answer planned on"),
    moment("renewal_reminder_sent_at", "再案内の送付日時", "Reminder sent", made=True),
)
CONTRACT_FIELDS = (
    text("number", "契約番号", "Contract no.", made=True, required=True, unique=True),
    text("name", "契約名", "Contract name", required=True),
    lookup("account", "契約先", "Customer", "account", required=True),
    lookup("contact", "契約担当者", "Customer contact", "contact"),
    lookup("bill_to", "請求先", "Bill-to", "account"),
    lookup("bill_to_contact", "請求担当者", "Billing contact", "contact"),
    lookup("end_user", "エンドユーザー", "End user", "account"),
    lookup("reseller", "代理店", "Reseller", "account"),
    lookup("owner", "営業担当", "Sales owner", "user", required=True),
    lookup("operations_user", "事務担当", "Operations owner", "user"),
    field(
        "picklist",
        "status",
        "状態",
        "Status",
        choices=choices(CONTRACT_STATUSES, STATUS_COLOURS),
        made=True,
        source="expression",
        expression=contract_status,
    ),
    checkbox("provisional", "仮受注", "Provisional", made=True, default=False),
    text("currency", "通貨", "Currency", default="JPY"),
    date("order_date", "受注日", "Order date"),
    date("acceptance_date", "検収日", "Acceptance date"),
    date("first_start_date", "初回契約開始日", "First start", made=True, required=True),
    on_term(whole("term_number", "期", "Term", 1, 9999, made=True, column="number")),
    on_term(date("start_date", "契約開始日", "Start", made=True)),
    on_term(date("end_date", "契約終了日", "End")),
    *map(on_term, NEXT_TERM),
    field("currency", "mrr", "MRR", "MRR", made=True, source="expression", expression=contract_mrr),
    BALANCE,
    picklist("billing_cycle", "支払単位", "Billing cycle", CONTRACT_BILLING_CYCLES, made=True, default="monthly"),
    whole("closing_day", "締日", "Closing day", 1, MONTH_END, made=True, default=MONTH_END, words=MONTH_END_WORDS),
    text("payment_terms", "支払条件", "Payment terms"),
    whole("next_term_months", "次回契約月数", "Next term (months)", 1, 1200),
    whole("notice_months", "解約申入（か月前）", "Notice (months)", 0, 120),
    whole("notice_days", "解約申入（日前）", "Notice (days)", 0, 3660),
    checkbox("notice_to_month_end", "月末までの申入れ", "Notice to month end", default=False),
    *map(on_term, RENEWAL),
    date("cancel_date", "解約日", "Cancel date", made=True),
    text("cancel_reason", "解約理由", "Cancel reason"),
    long_text("remarks", "備考", "Remarks"),
)

CONTRACT = ObjectSpec(
    "contract",
    Label("契約", "Contract"),
    Label("契約台帳", "Ledger"),
    Contract,
    CONTRACT_FIELDS,
    sort=("end_date", "id"),
    owner="owner",
    lookup_keys=("number",),
    made_by=MADE_BY,
    occurrence=Occurrence("contract_term", "terms", "contract"),
    decided=DECIDED,
    validate=check_contract,
    children={
        "lines": Children(
            "contract_line",
            "contract",
            filter={
                "and": [
                    {"field": "status", "op": "eq", "value": "active"},
                    {"field": "price_kind", "op": "ne", "value": "one_time"},
                ]
            },
            sort=("position", "id"),
            instead={"product.name": "description"},
        )
    },
)

CONTRACT_TERM = ObjectSpec(
    "contract_term",
    Label("契約期間（期）", "Contract term"),
    Label("契約期間（期）", "Contract terms"),
    ContractTerm,
    (
        lookup("contract", "契約", "Contract", "contract", made=True, required=True),
        whole("number", "期", "Term", 1, 9999, made=True, default=1),
        date("start_date", "契約開始日", "Start", made=True, required=True),
        date("end_date", "契約終了日", "End", made=True),
        date("booked_end_date", "登録時の契約終了日", "End as booked", made=True),
        date("valid_from", "適用開始日", "Valid from", made=True, required=True),
        date("valid_to", "適用終了日", "Valid to", made=True, required=True),
        *NEXT_TERM,
        *map(of_term, RENEWAL),
        checkbox(
            "renewal_notice_by_hand", "更新通知期限日は手入力", "Notice date set by hand", made=True, default=False
        ),
    ),
    name_field="number",
    sort=("contract", "number"),
    owner="contract.owner",
    parent="contract",
    made_by=MADE_BY,
    tracked=False,
)

RENEWAL_ANSWER = ObjectSpec(
    "renewal_answer",
    Label("更新の回答", "Renewal answer"),
    Label("更新の回答", "Renewal answers"),
    RenewalAnswer,
    (
        lookup("contract", "契約", "Contract", "contract", made=True, required=True),
        lookup("term", "期", "Term", "contract_term", made=True, required=True),
        picklist("choice", "更新の回答", "Renewal answer", RENEWAL_ANSWERS, made=True, required=True),
        picklist("source", "回答の経路", "Answer source", RENEWAL_ANSWER_SOURCES, made=True, default="page"),
        moment("answered_at", "回答日時", "Answered at", made=True, required=True),
        text("respondent", "回答者", "Respondent", made=True, filterable=False),
        text("department", "部署・役職", "Department, title", made=True, filterable=False),
        long_text("comment", "コメント", "Comment", made=True, filterable=False),
        date("planned_on", "回答の見込み日", "Answer planned on", made=True),
        picklist("reason", "更新しない理由", "Reason for not renewing", CANCEL_REASONS, made=True),
        field("json", "quantities", "ご希望の数量", "Quantities wanted", made=True, default=list, filterable=False),
        text("new_name", "新しい担当者", "New person in charge", made=True, filterable=False),
        text("new_department", "新しい担当者の部署", "New person's department", made=True, filterable=False),
        field("email", "new_email", "新しい担当者のメールアドレス", "New person's e-mail", made=True, filterable=False),
        text("recipient", "回答リンクの宛先", "Link sent to", made=True, filterable=False),
        text("quote", "更新見積", "Renewal quote", made=True, filterable=False),
        number("order_file", "注文書", "Purchase order", scale=0, made=True, filterable=False),
        lookup("recorded_by", "登録者", "Recorded by", "user", made=True),
        checkbox("superseded", "変更済み", "Superseded", made=True, default=False),
        moment("told_again_at", "見込み日経過の通知日時", "Told after the planned day", made=True),
    ),
    name_field="choice",
    sort=("-answered_at", "id"),
    owner="contract.owner",
    parent="contract",
    made_by=Label("回答ページ・［回答を登録］", "the answer page or “Record answer”"),
)

CONTRACT_LINE = ObjectSpec(
    "contract_line",
    Label("契約ライセンス", "Contract line"),
    Label("契約ライセンス", "Contract lines"),
    ContractLine,
    (
        lookup("contract", "契約", "Contract", "contract", made=True, required=True),
        lookup("term", "期", "Term", "contract_term", made=True, required=True),
        whole("position", "順", "Position", 1, 100_000, made=True, default=1),
        lookup("product", "品目・サービス", "Product", "product", made=True),
        text("description", "内容", "Description", made=True),
        number("quantity", "数量", "Quantity", made=True, required=True),
        currency("unit_price", "単価（税抜）", "Unit price (excl. tax)", made=True, required=True),
        picklist("price_kind", "金額種別", "Price kind", PRICE_KINDS, made=True, required=True),
        picklist("sales_cycle", "売上サイクル", "Sales cycle", SALES_CYCLES, made=True, default="monthly"),
        whole("spread_months", "按分月数", "Spread over (months)", 1, 1200, made=True),
        picklist("billing_cycle", "支払単位", "Billing cycle", BILLING_CYCLES, made=True, default="monthly"),
        picklist("billing_timing", "請求時期", "Billing timing", BILLING_TIMINGS, made=True, default="arrears"),
        date("first_billing_date", "初回請求日", "First billing date", made=True),
        picklist("proration", "日割り", "Proration", PRORATIONS, made=True, default="none"),
        whole("fixed_days", "固定日数", "Fixed days", 1, 366, made=True, default=30),
        picklist("remainder", "端数の月", "Remainder", REMAINDERS, made=True, default="last"),
        date("start_date", "利用開始日", "Use start", made=True, required=True),
        date("end_date", "利用終了日", "Use end", made=True),
        text("currency", "通貨", "Currency", made=True, default="JPY", filterable=False),
        currency("amount", "金額（税抜）", "Amount (excl. tax)", made=True, required=True),
        currency("mrr", "MRR", "MRR", made=True, default=0),
        checkbox("auto_renew", "更新対象", "Renews", made=True, default=True),
        currency("revised_price", "改定後単価", "Revised price", made=True),
        text("tax_type", "税区分", "Tax type", made=True, default="standard", filterable=False),
        checkbox("replaced", "洗替済み", "Replaced", made=True, default=False),
        checkbox("cancelled", "取消済み", "Cancelled", made=True, default=False),
        lookup("replaces", "洗替元", "Replaces", "contract_line", made=True),
        field(
            "picklist",
            "status",
            "状態",
            "Status",
            choices=choices(LINE_STATUSES, STATUS_COLOURS),
            made=True,
            source="expression",
            expression=line_status,
        ),
    ),
    name_field="description",
    sort=("contract", "position"),
    owner="contract.owner",
    parent="contract",
    made_by=MADE_BY,
    tracked=False,
)

SALES_ENTRY = ObjectSpec(
    "sales_entry",
    Label("売上明細", "Sales entry"),
    Label("売上明細", "Sales entries"),
    SalesEntry,
    (
        lookup("contract", "契約", "Contract", "contract", made=True, required=True),
        lookup("contract_line", "契約ライセンス", "Contract line", "contract_line", made=True, required=True),
        picklist("kind", "種類", "Kind", ENTRY_KINDS, made=True, default="sale"),
        date("period_start", "対象開始日", "Period start", made=True, required=True),
        date("period_end", "対象終了日", "Period end", made=True, required=True),
        date("posting_date", "売上計上日", "Posting date", made=True, required=True),
        date("billing_date", "請求予定日", "Billing date", made=True),
        currency("amount", "金額（税抜）", "Amount (excl. tax)", made=True, required=True),
        text("currency", "通貨", "Currency", made=True, default="JPY", filterable=False),
        text("formula", "計算式", "Formula", made=True, filterable=False),
        picklist("status", "状態", "Status", ENTRY_STATUSES, made=True, default="planned"),
    ),
    name_field="id",
    sort=("posting_date", "id"),
    owner="contract.owner",
    parent="contract",
    made_by=MADE_BY,
    tracked=False,
)

OBJECTS = (CONTRACT, CONTRACT_TERM, RENEWAL_ANSWER, CONTRACT_LINE, SALES_ENTRY)
