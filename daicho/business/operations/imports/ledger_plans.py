"""What a contract of a ledger becomes: header, term, lines and entries, calculated and not yet written."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from daicho.business.contracts import booking
from daicho.business.contracts.booking import PlannedContract, PlannedLine
from daicho.business.operations.imports.ledger_parties import Parties
from daicho.business.operations.ledger.result import LedgerContract, LedgerLine
from daicho.business.organisation.settings import schedule_settings
from daicho.engine.work.frame import Frame
from daicho.rules.lines import ScheduleSettings
from daicho.rules.payment_terms import MONTH_END, read_payment_terms
from daicho.rules.renewal import term_months
from daicho.values.text import normalise

NOT_RENEWED = ("one_time", "usage")


class Planner:
    """Plans contracts whose parties are known; remembers the organisation's settings for the whole import."""

    def __init__(self, parties: Parties, frame: Frame) -> None:
        self.parties = parties
        self.frame = frame
        self._settings: dict[int, ScheduleSettings] = {}

    def plan(self, contract: LedgerContract) -> PlannedContract:
        """The contract as it would be booked. Raises Invalid for lines that cannot be scheduled."""
        closing_day = _closing_day(contract)
        settings = self._settings_of(closing_day)
        lines = [
            _never_used(planned) if values["cancelled"] else planned
            for values in self._lines(contract)
            for planned in [booking.plan_line(values, contract.currency, settings, self.frame.today)]
        ]
        header = self._header(contract, closing_day, lines)
        term = {
            "number": contract.term_number,
            "start_date": contract.start,
            "end_date": contract.end,
            "renewal_type": contract.renewal_type or "manual",
            "renewal_contact_method": "reseller" if contract.reseller else "mail",
            "renewal_stage": "open" if contract.cancel_date is None else "cancelled",
        }
        return PlannedContract(header, (booking.plan_term(header, term, lines),))

    def _settings_of(self, closing_day: int) -> ScheduleSettings:
        if closing_day not in self._settings:
            self._settings[closing_day] = schedule_settings(closing_day)
        return self._settings[closing_day]

    def _header(self, contract: LedgerContract, closing_day: int, lines: Sequence[PlannedLine]) -> dict[str, Any]:
        notice = contract.notice
        return {
            "number": contract.number,
            "name": contract.name or f"{contract.account} {contract.lines[0].product}",
            "account": self.parties.account(contract.account),
            "contact": self.parties.contact(contract),
            "reseller": self.parties.account(contract.reseller),
            "end_user": self.parties.account(contract.end_user),
            "owner": self.parties.owner(contract),
            "currency": contract.currency,
            "first_start_date": contract.first_start or contract.start,
            "cancel_date": contract.cancel_date,
            "payment_terms": contract.payment_terms,
            "closing_day": closing_day,
            "next_term_months": term_months(contract.start, contract.end) if contract.end else None,
            "notice_months": notice.months if notice else None,
            "notice_days": notice.days if notice else None,
            "notice_to_month_end": notice.to_month_end if notice else False,
            "billing_cycle": contract.billing_cycle or _usual_cycle(lines),
            "remarks": contract.remarks,
        }

    def _lines(self, contract: LedgerContract) -> list[dict[str, Any]]:
        """The lines, cut at the cancel date (the last day of use); those that would have begun after it are kept as cancelled."""
        last = contract.cancel_date
        return [
            self._line(contract, line, position, None if last is None or last < line.start else last)
            | {"cancelled": last is not None and last < line.start}
            for position, line in enumerate(contract.lines, start=1)
        ]

    def _line(self, contract: LedgerContract, line: LedgerLine, position: int, last: date | None) -> dict[str, Any]:
        """A line's values. A one-time fee is billed at its start where the ledger does not say otherwise."""
        once = line.price_kind == "one_time"
        return {
            "position": position,
            "product": self.parties.products[normalise(line.product)],
            "description": line.product,
            "quantity": line.quantity,
            "unit_price": line.unit_price,
            "price_kind": line.price_kind,
            "sales_cycle": "at_start" if once else "monthly",
            "billing_cycle": "once" if once else contract.billing_cycle or "monthly",
            "billing_timing": contract.billing_timing or ("advance" if once else "arrears"),
            "start_date": line.start,
            "end_date": line.end if last is None else min(line.end or last, last),
            "auto_renew": line.price_kind not in NOT_RENEWED,
        }


def _never_used(line: PlannedLine) -> PlannedLine:
    """A line that was cancelled before it began: what was agreed stays readable, nothing is sold."""
    return PlannedLine({**line.values, "amount": Decimal(0)}, ())


def _usual_cycle(lines: Sequence[PlannedLine]) -> str:
    """The cycle of the recurring lines where the ledger names none; once, where there are only one-time fees."""
    return "once" if all(line.values["price_kind"] == "one_time" for line in lines) else "monthly"


def _closing_day(contract: LedgerContract) -> int:
    terms = read_payment_terms(contract.payment_terms or "")
    return terms[0] if terms is not None else MONTH_END
