"""The page of one account: its contracts with bars of their terms, figures, people, quotes, mails and ToDos at one look."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from daicho.engine.access.select import Row
from daicho.engine.catalog import registry
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.mail.models import Mail
from daicho.engine.mail.states import STATE_LABELS, State
from daicho.web.account.bars import Axis, Piece, axis, pieces
from daicho.web.account.reading import FEW, AccountRead
from daicho.web.addresses import address
from daicho.web.cells import EMPTY, Cell, moment, money, shown
from daicho.web.contract.automation import MAIL_COLOURS
from daicho.web.records.detail import groups
from daicho.web.records.kinds import ACCOUNTS
from daicho.web.records.more import more_of
from daicho.web.urgency import SETTLED, task_tone, term_tone
from daicho.web.visitors import Visitor, page, wants_part

MORE = "more"
FAILED = (State.FAILED, State.UNKNOWN)
RUNNING = ("active", "cancelling")


@dataclass(frozen=True, slots=True)
class ContractShown:
    """One contract: its numbers, the bar of its terms, and what the account is in it ("" : the customer)."""

    href: str
    number: str
    name: str
    part: str
    status: Cell
    mrr: Cell
    due: Cell
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class PersonShown:
    """One contact; `mail` says how it stands with mails to him."""

    href: str
    name: str
    post: str
    email: str
    phone: str
    roles: str
    state: Cell
    mail: Cell


@dataclass(frozen=True, slots=True)
class LineShown:
    """One quote, mail, ToDo or child: where it opens, its name, a line in small, its state."""

    href: str
    name: str
    detail: str
    state: Cell


@page
def account(request: HttpRequest, visitor: Visitor, account_id: int) -> HttpResponse:
    """取引先. What is rarely looked at (history, prices, opportunities) is read when it is asked for."""
    read = AccountRead(account_id, visitor)
    asked = wants_part(request, MORE) or request.GET.get(MORE) == "1"
    more = more_of(ACCOUNTS, account_id, visitor) if asked else {}
    if wants_part(request, MORE):
        return render(request, "partials/account/more.html", more)
    may, line = visitor.actor.permissions, axis(visitor.frame.today)
    context = {
        "section": "accounts",
        "kind": ACCOUNTS,
        "values": read.values,
        "facts": facts(read),
        "axis": line,
        "contracts": [_contract(row, read, line) for row in read.contracts],
        "people": [_person(row, read) for row in read.contacts],
        "quotes": [_quote(row, visitor) for row in read.quotes[:FEW]],
        "mails": [_mail(mail, visitor) for mail in read.mails[:FEW]],
        "tasks": [_task(row, visitor) for row in read.tasks[:FEW]],
        "family": _family(read),
        "groups": groups(ACCOUNTS, read.values, visitor),
        "edit": address("account_edit", account_id) if read.may_edit else "",
        "quote": address("quote_new", account=account_id) if may.may("create", "quote") else "",
        "proposal": address("opportunity_new", account=account_id, kind="change")
        if may.may("create", "opportunity")
        else "",
        "new_contact": address("contact_new", account=account_id) if may.may("create", "contact") else "",
        "new_task": address("task_new", record=f"account:{account_id}") if may.may("create", "task") else "",
        **more,
    }
    return render(request, "pages/account.html", context)


def facts(read: AccountRead) -> list[Cell]:
    """MRR now and a year ago, contracts in force, the next renewal."""
    if not read.visitor.actor.permissions.may("read", "contract"):
        return []
    now: dict[str, Decimal] = {}
    for row in read.own_contracts:
        now[row["currency"] or "JPY"] = now.get(row["currency"] or "JPY", Decimal(0)) + (row["mrr"] or 0)
    running = sum(row["status"] in RUNNING for row in read.own_contracts)
    return [
        Cell("MRR", _amounts(now, read.visitor)),
        Cell(gettext("1年前のMRR"), _amounts(read.mrr_a_year_ago, read.visitor)),
        Cell(gettext("契約中"), gettext("%(running)s件") % {"running": running}),
        _next_renewal(read),
    ]


def _amounts(sums: dict[str, Decimal], visitor: Visitor) -> str:
    return " / ".join(money(one, currency, visitor.language).text for currency, one in sums.items() if one) or EMPTY


def _next_renewal(read: AccountRead) -> Cell:
    label = gettext("次の更新期限")
    open_ones = [
        row
        for row in read.own_contracts
        if row["renewal_due_date"] and row["renewal_stage"] not in SETTLED and row["cancel_date"] is None
    ]
    if not open_ones:
        return Cell(label, EMPTY)
    row = min(open_ones, key=lambda one: one["renewal_due_date"])
    day = row["renewal_due_date"]
    tone = "red" if day < read.visitor.frame.today else ""
    return Cell(label, f"{day:%Y/%m/%d}", tone=tone, href=address("contract", row["id"]), key=row["number"])


def _contract(row: Row, read: AccountRead, line: Axis) -> ContractShown:
    visitor = read.visitor
    part = ""
    if row["account"].id != read.id:
        reseller = row["reseller"] is not None and row["reseller"].id == read.id
        part = gettext("代理店") if reseller else gettext("エンドユーザー")
        part = f"{part}・{row['account'].name}"
    due = row["renewal_due_date"]
    return ContractShown(
        address("contract", row["id"]),
        row["number"],
        row["name"],
        part,
        shown(_field("contract", "status"), row["status"], visitor),
        money(row["mrr"], row["currency"] or "JPY", visitor.language),
        Cell("", f"{due:%Y/%m/%d}" if due else "", "date", term_tone(row, visitor.frame)),
        pieces(read.terms.get(row["id"], ()), row["cancel_date"], line),
    )


def _person(row: Row, read: AccountRead) -> PersonShown:
    visitor = read.visitor
    return PersonShown(
        address("contact", row["id"]),
        row["name"],
        " ".join(filter(None, (row["department"], row["title"]))),
        row["email"] or "",
        row["phone"] or "",
        shown(_field("contact", "roles"), row["roles"], visitor).text,
        shown(_field("contact", "state"), row["state"], visitor),
        _mail_state(row["email"] or "", read),
    )


def _mail_state(email: str, read: AccountRead) -> Cell:
    """How it stands with mails to an address: none is known, never written to, or what became of the last one."""
    if not email:
        return Cell("", gettext("メールアドレスなし"), tone="amber")
    for mail in read.mails:
        if any(one["address"].lower() == email.lower() for one in mail.to):
            state = State(mail.state)
            day = moment(mail.sent_at or mail.created_at, read.visitor)[:10]
            return Cell("", f"{STATE_LABELS[state].text(read.visitor.language)} {day}", tone=MAIL_COLOURS[state])
    return Cell("", "")


def _quote(row: Row, visitor: Visitor) -> LineShown:
    status = shown(_field("quote", "status"), row["status"], visitor)
    until = row["valid_until"]
    detail = gettext("有効期限 %(day)s") % {"day": f"{until:%Y/%m/%d}"} if until and row["status"] == "draft" else ""
    return LineShown(address("quote", row["id"]), f"{row['number']} {row['name'] or ''}".strip(), detail, status)


def _mail(mail: Mail, visitor: Visitor) -> LineShown:
    state = State(mail.state)
    names = "、".join(one.get("name") or one["address"] for one in mail.to)
    when = moment(mail.sent_at or mail.created_at, visitor)
    href = address("mails", mail=mail.pk) or address(mail.object, mail.record_id)
    return LineShown(
        href,
        mail.subject,
        f"{when} {names}",
        Cell("", STATE_LABELS[state].text(visitor.language), tone=MAIL_COLOURS[state]),
    )


def _task(row: Row, visitor: Visitor) -> LineShown:
    owner = row["owner"].name if row["owner"] else ""
    status = shown(_field("task", "status"), row["status"], visitor).text
    tone = task_tone(row, visitor.frame)
    return LineShown(
        address("task", row["id"]),
        row["subject"],
        f"{moment(row['due_at'], visitor)} {owner}".strip(),
        Cell("", status, tone=tone),
    )


def _family(read: AccountRead) -> list[LineShown]:
    """The account above, those below, and the resellers and end users of its contracts, each once."""
    found: dict[int, LineShown] = {}

    def add(account_id: int, name: str, word: str) -> None:
        if account_id != read.id:
            found.setdefault(account_id, LineShown(address("account", account_id), name, word, Cell("", "")))

    if read.values["parent"] is not None:
        add(read.values["parent"].id, read.values["parent"].name, gettext("親取引先"))
    for child in read.children:
        add(child["id"], child["name"], gettext("子会社"))
    for row in read.contracts:
        for key, word in (
            ("account", gettext("契約先")),
            ("reseller", gettext("代理店")),
            ("end_user", gettext("エンドユーザー")),
        ):
            if row[key] is not None:
                add(row[key].id, row[key].name, word)
    return list(found.values())


def _field(object_key: str, key: str) -> FieldSpec:
    found = registry.get(object_key).field(key)
    assert found is not None
    return found
