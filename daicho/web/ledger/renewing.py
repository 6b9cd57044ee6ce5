"""契約更新 for many contracts: what each would become, then each booked by its own command, the rest named with reasons."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from daicho.business.contracts.booking import PlannedTerm
from daicho.business.contracts.models import ContractLine
from daicho.business.operations.orders import answered_renewals
from daicho.business.operations.orders.answered_renewals import Draft, Shown, Way
from daicho.business.operations.renewals import renewal
from daicho.engine.access import select
from daicho.engine.access.select import Row
from daicho.engine.catalog.type_lookups import LARGEST_ID
from daicho.values.problems import Refused
from daicho.web.addresses import address
from daicho.web.cells import Cell, money, shown
from daicho.web.contract.facts import span
from daicho.web.records.kinds import CONTRACTS
from daicho.web.records.outcome import Failure, Outcome, told
from daicho.web.records.selection import is_chosen, read_selection
from daicho.web.visitors import Visitor, form_page

SOURCE = "web"
MOST = 200
"""Contracts that one request renews: some seconds of work."""
TOKEN = re.compile(r"([0-9]{1,19}):(\d{4}-\d\d-\d\d)(?::([0-9]{1,19}):([0-9]{1,9}))?", re.ASCII)
"""A contract, the first day of its next term, and the quote to confirm for it with its version, if there is one."""
COLUMNS = ("number", "account", "currency", "start_date", "end_date", "amount", "term_number", "renewal_stage")


@dataclass(frozen=True, slots=True)
class Renewable:
    """One contract as it is and as it would be. `token` names it as TOKEN says; `stage` is how far its renewal is.

    `quote` is the number and link of the draft that is confirmed for it; None: it goes on as it is.
    """

    number: str
    account: str
    stage: Cell
    href: str
    token: str
    now: str
    then: str
    amount_now: Cell
    amount_then: Cell
    carried: int
    left_out: int
    quote: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class NotRenewable:
    """One contract that cannot be renewed now, and why; `quote` as that of Renewable, here the draft to look at."""

    number: str
    account: str
    href: str
    text: str
    quote: tuple[str, str] | None


@form_page
def renew_chosen(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """契約更新 of the chosen contracts: GET shows every next term as it would be booked, POST books those that were shown."""
    visitor.actor.require_feature("renew", renewal.RENEW)
    if request.method == "POST":
        return _renew(request, visitor)
    if not is_chosen(request.GET):
        messages.warning(request, gettext("契約を選んでから、もう一度お試しください。"))
        return HttpResponseRedirect(reverse("ledger"))
    selection = read_selection(CONTRACTS, request.GET, visitor, COLUMNS, MOST)
    renewable, refused, totals = _planned(selection.rows, visitor)
    context = {
        "section": "ledger",
        "renewable": renewable,
        "refused": refused,
        "totals": totals,
        "count": len(selection.rows),
        "list": reverse("ledger") + selection.location.link,
        "back": selection.location.link,
    }
    return render(request, "pages/bulk_renew.html", context)


def _planned(
    rows: Iterable[Row], visitor: Visitor
) -> tuple[list[Renewable], list[NotRenewable], list[tuple[str, str]]]:
    """What each contract would become, those that cannot be renewed, and the sums before and after by currency."""
    rows = list(rows)
    ways = answered_renewals.ways([row["id"] for row in rows])
    quotes = _readable([way.draft for way in ways.values() if way.draft is not None], visitor)
    plans: list[tuple[Row, PlannedTerm]] = []
    refused = []
    for row in rows:
        way = ways[row["id"]]
        try:
            plans.append((row, answered_renewals.preview(visitor.actor, row["id"], way, visitor.frame)))
        except Refused as problem:
            said = _text(problem, visitor)
            refused.append(NotRenewable(row["number"], row["account"].name, _page(row), said, _quote(way, quotes)))
    left_out = _left_out([row["id"] for row, _ in plans])
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for row, plan in plans:
        before, after = sums.get(row["currency"] or "JPY", (Decimal(0), Decimal(0)))
        sums[row["currency"] or "JPY"] = (before + (row["amount"] or 0), after + plan.amount)
    totals = [
        (money(before, currency, visitor.language).text, money(after, currency, visitor.language).text)
        for currency, (before, after) in sums.items()
    ]
    shown_quotes = {row["id"]: _quote(ways[row["id"]], quotes) for row, _ in plans}
    return (
        [_renewable(row, plan, ways[row["id"]], left_out, shown_quotes[row["id"]], visitor) for row, plan in plans],
        refused,
        totals,
    )


def _renewable(
    row: Row,
    plan: PlannedTerm,
    way: Way,
    left_out: Mapping[tuple[int, int], int],
    quote: tuple[str, str] | None,
    visitor: Visitor,
) -> Renewable:
    currency, start = row["currency"] or "JPY", plan.values["start_date"]
    spec = CONTRACTS.spec.field("renewal_stage")
    words = shown(spec, row["renewal_stage"], visitor).text if spec else ""
    return Renewable(
        row["number"],
        row["account"].name,
        Cell("", words, "choice"),
        _page(row),
        f"{row['id']}:{start.isoformat()}" + (f":{way.draft.id}:{way.draft.version}" if way.draft is not None else ""),
        span(row["start_date"], row["end_date"]),
        span(start, plan.values["end_date"]),
        money(row["amount"], currency, visitor.language),
        money(plan.amount, currency, visitor.language),
        len(plan.lines),
        left_out[row["id"], plan.values["number"] - 1] if way.draft is None else 0,
        quote,
    )


def _readable(drafts: Sequence[Draft], visitor: Visitor) -> frozenset[int]:
    """Those of the drafts that the visitor may open; without the right to see quotes none."""
    ids = [draft.id for draft in drafts]
    return select.readable_ids(visitor.actor, "quote", ids, visitor.frame) if ids else frozenset()


def _quote(way: Way, readable: Collection[int]) -> tuple[str, str] | None:
    """Number and link of the open draft, if there is one to open."""
    return (way.draft.number, address("quote", way.draft.id)) if way.draft and way.draft.id in readable else None


def _renew(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Renew the contracts that the page had shown, each from the day that it had shown: sent twice, nothing is booked twice."""
    wanted = _wanted(request.POST)
    names = _names(list(wanted), visitor)
    done: list[tuple[int, str]] = []
    failures = []
    for contract_id, shown_term in wanted.items():
        try:
            answered_renewals.renew(visitor.actor, contract_id, shown_term, visitor.frame, SOURCE)
        except Refused as refused:
            failures.append(Failure(contract_id, names.get(contract_id, f"#{contract_id}"), _text(refused, visitor)))
        else:
            done.append((contract_id, names.get(contract_id, f"#{contract_id}")))
    said = ngettext("%(count)d件の契約を更新しました。", "%(count)d件の契約を更新しました。", len(done))
    return told(
        request,
        Outcome(
            "contract",
            gettext("契約更新"),
            said % {"count": len(done)},
            done,
            failures=failures,
            back=_list_link(request.POST.get("back", "")),
        ),
    )


def _wanted(posted: QueryDict) -> dict[int, Shown]:
    """What was shown of each contract, by its id; what cannot be read is left out."""
    found: dict[int, Shown] = {}
    for token in posted.getlist("term")[:MOST]:
        read = TOKEN.fullmatch(token)
        if read is None or int(read[1]) > LARGEST_ID:
            continue
        try:
            start = date.fromisoformat(read[2])
        except ValueError:
            continue
        quote, version = (int(read[3]), int(read[4])) if read[3] else (None, None)
        found.setdefault(int(read[1]), Shown(start, quote, version))
    return found


def _names(ids: Sequence[int], visitor: Visitor) -> dict[int, str]:
    rows = select.fetch(visitor.actor, "contract", ids, ["number", "account"], visitor.frame)
    return {id_: f"{row['number']} {row['account'].name}" for id_, row in rows.items()}


def _left_out(ids: Sequence[int]) -> Counter[tuple[int, int]]:
    """How many lines of each term do not renew, by contract and number of the term."""
    found = ContractLine.objects.filter(contract__in=ids, auto_renew=False)
    return Counter(found.values_list("contract_id", "term__number"))


def _list_link(text: Any) -> str:
    """The conditions of the list to go back to; nothing else is taken from the form."""
    return text if isinstance(text, str) and text.startswith("?") else ""


def _page(row: Row) -> str:
    return address("contract", row["id"])


def _text(refused: Refused, visitor: Visitor) -> str:
    return " ".join(problem.text(visitor.language) for problem in refused.problems)
