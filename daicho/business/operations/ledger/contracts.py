"""Makes one contract of its rows, or refuses all of them. Sheets, and contracts on several of them, are read.py's."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from daicho.business.operations.ledger.cells import read_day, read_email, read_name, read_notice, read_words
from daicho.business.operations.ledger.currencies import currency_of
from daicho.business.operations.ledger.dates import DateReader, Span
from daicho.business.operations.ledger.findings import Findings
from daicho.business.operations.ledger.grouping import Group
from daicho.business.operations.ledger.layout import Layout
from daicho.business.operations.ledger.licences import LicenceReader
from daicho.business.operations.ledger.made_numbers import made_number
from daicho.business.operations.ledger.messages import MISSING, OTHER_ACCOUNT, WHAT
from daicho.business.operations.ledger.noted import renewal_beside
from daicho.business.operations.ledger.notes import Notes
from daicho.business.operations.ledger.prices import PricePlan
from daicho.business.operations.ledger.remarks import Remarks, differing, gather
from daicho.business.operations.ledger.result import LedgerContract, LedgerLine, Notice, RefusedCell
from daicho.business.operations.ledger.told import CANCELLED_AT_END, DIFFERS, NOT_AN_EMAIL, NOT_READ
from daicho.business.operations.ledger.vocabulary import billing, is_cancelled, is_nothing, renewal
from daicho.engine.exchange.sheets import Cell
from daicho.values.parsing import shortened
from daicho.values.problems import Invalid
from daicho.values.text import company_key

_NAMES = ("contact", "owner", "reseller", "end_user", "department", "title")
_WORDS = ("name", "phone", "postal_code", "address", "status", "payment_terms")


@dataclass(slots=True)
class ContractReader:
    """Reads one contract's rows."""

    layout: Layout
    plan: PricePlan
    notes: Notes
    group: Group
    findings: Findings
    remarks: Remarks

    def read(self) -> LedgerContract | tuple[RefusedCell, ...]:
        """The contract, or its rows refused."""
        rows = self.group.rows
        account = self._account()
        dates = DateReader(self.layout, self.findings, self.notes)
        terms = dates.terms(rows)
        cycle, timing = self._billing()
        lines = self._lines(dates, terms, cycle)
        currency = currency_of(self.layout, self.plan, self.group, self.findings, self.notes)
        cancel_date = self._cancel_date()
        known = [term for term in terms if term is not None]
        name = self.group.number or account or str(rows[0].number)
        refused = self.findings.refused(self.group, name)
        if refused or account is None or not known:
            return refused
        whole = _whole(known)
        texts: dict[str, Any] = {key: self._text(key) for key in (*_NAMES, *_WORDS)}
        return LedgerContract(
            number=self.group.number or made_number(account, whole),
            number_made=self.group.number is None,
            account=account,
            start=whole.start,
            end=whole.end,
            lines=tuple(lines),
            rows=tuple(dict.fromkeys(row.number for row in rows)),
            sheet=self.layout.grid.sheet.name,
            email=self._email(),
            renewal_type=self._renewal(),
            billing_cycle=cycle,
            billing_timing=timing,
            notice=self._notice(),
            cancel_date=cancel_date or self._cancelled(texts["status"], whole),
            currency=currency,
            remarks=self.remarks.whole(),
            **{**texts, "payment_terms": texts["payment_terms"] or self._closing_terms()},
        )

    def _account(self) -> str | None:
        """The account's name; other names in the contract's rows are refused."""
        columns = self.layout.fields.get("account", ())
        first: str | None = None
        first_row = self.group.rows[0]
        for row in self.group.rows:
            try:
                words = [text for column in columns if (text := read_name(row.get(column)))]
            except Invalid as error:
                self.findings.add(row, columns[0], *error.problems)
                continue
            if not words:
                continue
            if first is None:
                first, first_row = " ".join(words), row
            elif company_key(" ".join(words)) != company_key(first):
                problem = OTHER_ACCOUNT.problem(number=self.group.number or "", row=first_row.number, account=first)
                self.findings.add(row, columns[0], problem)
        if first is None and not self.findings.found:
            self.findings.add(first_row, columns[0] if columns else None, MISSING.problem(what=WHAT["account"]))
        return first

    def _lines(self, dates: DateReader, terms: list[Span | None], cycle: str | None) -> list[LedgerLine]:
        """The licences of the rows. A row without a licence is passed over when the contract has others."""
        reader = LicenceReader(self.layout, self.plan, self.findings, self.notes)
        rows = list(zip(self.group.rows, terms, strict=True))
        full = [(row, term) for row, term in rows if not reader.is_empty(row)] or rows[:1]
        lines = []
        for row, term in full:
            licences = list(reader.licences(row, cycle))
            span = dates.line(row, term) if term is not None or self.findings.found.get(row.index) is None else None
            lines += [
                LedgerLine(
                    licence.product, licence.quantity, licence.unit_price, licence.price_kind, span.start, span.end,
                    self.remarks.of_row(row.index), row.number,
                )
                for licence in licences
                if span is not None
            ]  # fmt: skip
        for row, _ in rows:
            if reader.is_empty(row) and (text := self.remarks.of_row(row.index)):
                self.remarks.add(text)
        return lines

    def _first(self, key: str) -> tuple[Cell, int, int]:
        """The first value of a field in the contract's rows with its row and column; later other ones go into remarks."""
        column = self.layout.column(key)
        found: tuple[Cell, int, int] = (None, self.group.rows[0].number, column or 0)
        if column is None:
            return found
        for row in self.group.rows:
            if found[0] is None:
                found = (row.get(column), row.number, column)
            elif (value := differing(row, column, found[0])) is not None:
                title = self.layout.header.text(column)
                self.notes.add(DIFFERS, row=row.number, column=title, value=shortened(value))
                self.remarks.add(f"{title}：{read_words(value)}")
        return found

    def _text(self, key: str) -> str | None:
        """A field of text, its columns joined; None: the ledger does not say."""
        columns = self.layout.fields.get(key, ())
        value, _, _ = self._first(key)
        if len(columns) > 1:
            row = next((row for row in self.group.rows if row.get(columns[0]) is not None), self.group.rows[0])
            value = " ".join(text for column in columns if (text := read_words(row.get(column)))) or None
        try:
            return read_name(value) if key in _NAMES else read_words(value)
        except Invalid:
            self._keep(key)
            return None

    def _keep(self, key: str) -> None:
        """Put a value that cannot be read into the remarks, and note it."""
        value, row, column = self._first(key)
        title = self.layout.header.text(column)
        self.notes.add(NOT_READ, row=row, column=title, value=shortened(value))
        self.remarks.add(f"{title}：{read_words(value)}")

    def _email(self) -> str | None:
        value, row, column = self._first("email")
        if is_nothing(value):
            return None
        address = read_email(value)
        if address is None:
            self.notes.add(NOT_AN_EMAIL, row=row, value=shortened(value))
            self.remarks.add(f"{self.layout.header.text(column)}：{read_words(value)}")
        return address

    def _renewal(self) -> str | None:
        value, _, _ = self._first("renewal")
        if value is None:
            said = (self.group.rows[0].get(self.layout.column(name)) for name in ("end", "period", "term"))
            return next((code for cell in said if (code := renewal_beside(cell))), None)
        code = renewal(value)
        if code is None:
            self._keep("renewal")
        return code

    def _billing(self) -> tuple[str | None, str | None]:
        """Billing cycle and timing; what cannot be read goes into the remarks."""
        cycle = timing = None
        for key in ("billing_cycle", "billing_timing"):
            value, _, _ = self._first(key)
            if value is None:
                continue
            found, when = billing(value)
            cycle, timing = cycle or found, timing or when
            if found is None and when is None and not is_nothing(value):
                self._keep(key)
        if cycle is None:
            cycle, when = billing(self._first("payment_terms")[0] or "")
            timing = timing or when
        return cycle, timing

    def _closing_terms(self) -> str | None:
        """Payment terms made of a closing day and a paying day in columns of their own."""
        closing, paying = (read_words(self._first(key)[0]) for key in ("closing", "paying"))
        if not closing or not paying:
            return closing or paying
        return (
            f"{closing.removesuffix('締め').removesuffix('締')}締め{paying.removesuffix('払い').removesuffix('払')}払い"
        )

    def _notice(self) -> Notice | None:
        value, _, _ = self._first("notice")
        if is_nothing(value):
            return None
        notice = read_notice(value)
        if notice is None:
            self._keep("notice")
        return notice

    def _cancel_date(self) -> date | None:
        """The day of cancellation; one that cannot be read refuses the contract."""
        value, number, column = self._first("cancel_date")
        if is_nothing(value):
            return None
        try:
            return read_day(value)
        except Invalid as error:
            row = next(row for row in self.group.rows if row.number == number)
            self.findings.add(row, column, *error.problems)
            return None

    def _cancelled(self, status: str | None, whole: Span) -> date | None:
        """The end, where the status says that the contract was cancelled but no day is given."""
        if status is None or not is_cancelled(status) or whole.end is None:
            return None
        self.notes.add(CANCELLED_AT_END, row=self.group.rows[0].number, value=status)
        return whole.end


def read_contract(
    layout: Layout, plan: PricePlan, group: Group, notes: Notes
) -> LedgerContract | tuple[RefusedCell, ...]:
    """The contract of these rows, or every row of it refused."""
    return ContractReader(layout, plan, notes, group, Findings(layout), gather(layout, group)).read()


def _whole(spans: list[Span]) -> Span:
    """From the first start to the last end; no end where one of them has none."""
    ends = [span.end for span in spans]
    known = [end for end in ends if end is not None]
    return Span(min(span.start for span in spans), max(known) if len(known) == len(ends) else None)
