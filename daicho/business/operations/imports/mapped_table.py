"""Reads a table of contracts with a mapping: rows of one number become one contract. Nothing is written anywhere."""

from collections import defaultdict
from collections.abc import Mapping as Values

from daicho.business.operations.imports.mapped_rows import BadCell, Row, RowReader
from daicho.business.operations.imports.mapping import Mapping
from daicho.business.operations.ledger.result import Ledger, LedgerContract, LedgerLine, RefusedCell
from daicho.engine.exchange.sheets import Workbook
from daicho.values.labels import Message
from daicho.values.problems import Invalid

NO_SHEET = Message("mapping_sheet_missing", ja="シート「{sheet}」がありません。", en="There is no sheet “{sheet}”.")
NO_ROWS = Message("mapped_table_empty", ja="見出しの下に行がありません。", en="There are no rows below the header.")
OTHER_ROW = Message(
    "other_row_of_contract",
    ja="同じ契約 {number} の別の行に問題があるため、登録していません。",
    en="Not taken in, because another row of contract {number} has a problem.",
)


def read_mapped(workbook: Workbook, mapping: Mapping, settings: Values[str, str], sheet: str | None = None) -> Ledger:
    """The contracts of a table. `settings` are the values that the mapping asks for; `sheet` None: the first.

    Raises Invalid when a column, a setting or every row is missing. A bad cell refuses all rows of its contract.
    """
    table = next((one for one in workbook.sheets if sheet in (None, one.name)), None)
    if table is None:
        raise Invalid(NO_SHEET.problem(sheet=sheet or ""))
    reader = RowReader(mapping, settings, table)
    rows: dict[str, list[Row]] = defaultdict(list)
    refused: list[RefusedCell] = []
    spoilt: set[str] = set()
    for number, cells in reader.rows():
        try:
            row = reader.read(number, cells)
            rows[row.values["number"]].append(row)
        except BadCell as bad:
            refused.append(RefusedCell(number, bad.column, bad.value, bad.problem, table.name))
            spoilt.add(reader.number_of(cells))
    contracts = []
    for key, group in rows.items():
        if key in spoilt:
            refused += [RefusedCell(r.number, "", "", OTHER_ROW.problem(number=key), table.name) for r in group]
        else:
            contracts.append(_contract(group, table.name))
    if not contracts and not refused:
        raise Invalid(NO_ROWS.problem())
    return Ledger(tuple(contracts), tuple(refused), (), (table.name,))


def _contract(rows: list[Row], sheet: str) -> LedgerContract:
    head = rows[0].values
    lines = tuple(
        LedgerLine(
            row.values["product"],
            row.values["quantity"],
            row.values["unit_price"],
            row.values.get("price_kind") or "monthly",
            row.values["start"],
            row.values["end"],
            None,
            row.number,
        )
        for row in rows
    )
    kept = ("name", "contact", "email", "owner", "renewal_type", "billing_cycle", "payment_terms", "cancel_date")
    return LedgerContract(
        number=head["number"],
        number_made=False,
        account=head["account"],
        start=head["start"],
        end=head["end"],
        lines=lines,
        rows=tuple(row.number for row in rows),
        sheet=sheet,
        currency=head.get("currency") or "JPY",
        remarks="\n\n".join(row.rest for row in rows if row.rest) or None,
        account_code=head.get("account_code"),
        first_start=head["first_start"],
        term_number=head["term_number"],
        **{key: head.get(key) for key in kept},
    )
