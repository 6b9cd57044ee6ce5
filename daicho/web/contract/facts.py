"""The head of the contract page: who, how much, until when, at one look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from daicho.engine.catalog import registry
from daicho.values.labels import Language
from daicho.values.months import length_text
from daicho.web.cells import EMPTY, Cell, shown
from daicho.web.contract.reading import CONTRACT, ContractRead
from daicho.web.urgency import end_tone


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of the head: its name, its value, and a line below it in small."""

    label: str
    text: str
    detail: str = ""
    tone: str = ""
    wide: bool = False


def status(contract: ContractRead) -> Cell:
    """The status with its colour."""
    return field_cell(contract, "status")


def facts(contract: ContractRead) -> Sequence[Fact]:
    """契約先, 契約担当者, 期, 支払, MRR, 残り."""
    values, cell = contract.values, field_cell
    person = " ".join(filter(None, (values["contact.department"], values["contact.title"])))
    found = [
        Fact(cell(contract, "account").label, cell(contract, "account").text or EMPTY),
        Fact(cell(contract, "contact").label, cell(contract, "contact").text or EMPTY, person),
        term_fact(contract),
        Fact(gettext("支払"), cell(contract, "billing_cycle").text or EMPTY, values["payment_terms"] or ""),
        Fact("MRR", cell(contract, "mrr").text or EMPTY, amount_text(contract)),
        remaining_fact(contract),
        Fact(cell(contract, "owner").label, cell(contract, "owner").text or EMPTY),
    ]
    return [fact for fact in found if fact.text]


def term_fact(contract: ContractRead) -> Fact:
    """第3期 2025/12/01～2026/11/30 （12か月）."""
    start, end = contract.values["start_date"], contract.values["end_date"]
    name = term_name(contract.values["term_number"])
    if start is None:
        return Fact(gettext("契約期間"), EMPTY, wide=True)
    return Fact(name, span(start, end), length(start, end, contract.visitor.language), wide=True)


def remaining_fact(contract: ContractRead) -> Fact:
    """残り 8日; amber when the renewal is due soon, red when the end has passed and nothing is settled."""
    end, today = contract.values["cancel_date"] or contract.values["end_date"], contract.visitor.frame.today
    label = gettext("残り")
    if end is None:
        return Fact(label, gettext("終了日なし"))
    days, tone = (end - today).days, end_tone(contract.values, today)
    if days >= 0:
        return Fact(label, gettext("%(days)s日") % {"days": f"{days:,}"}, tone=tone)
    if tone == "red":
        return Fact(label, gettext("%(days)s日超過") % {"days": f"{-days:,}"}, tone=tone)
    return Fact(label, gettext("終了"), tone="grey")


def amount_text(contract: ContractRead) -> str:
    """契約金額 ¥1,480,800, in small below the MRR."""
    cell = field_cell(contract, "amount")
    return " ".join((gettext("契約金額"), cell.text)) if cell.text else ""


def field_cell(contract: ContractRead, key: str) -> Cell:
    """A field of the contract for people."""
    spec = registry.get(CONTRACT).field(key)
    assert spec is not None, key
    return shown(spec, contract.values[key], contract.visitor, currency=contract.currency)


def term_name(number: int | None) -> str:
    """第3期; 契約期間 where the number is not known."""
    return gettext("第%(number)s期") % {"number": number} if number else gettext("契約期間")


def span(start: date, end: date | None) -> str:
    """2025/12/01～2026/11/30, open where there is no end."""
    until = gettext("～")
    return f"{start:%Y/%m/%d}{until}{end:%Y/%m/%d}" if end else f"{start:%Y/%m/%d}{until}"


def length(start: date, end: date | None, language: Language) -> str:
    """12か月, 11か月14日; 終了日なし without an end, "" for a use that was taken back before it began."""
    if end is None:
        return gettext("終了日なし")
    return "" if end < start else length_text(start, end, language)
