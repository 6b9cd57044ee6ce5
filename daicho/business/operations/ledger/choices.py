"""What a person has decided about reading a workbook, above all that its words and values suggest. Recognises nothing itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from daicho.values.labels import Label

REMARKS, IGNORED = "other", "tax"
"""A column that goes into the remarks with its header, and one that is not read at all."""
MEANINGS: Mapping[str, Label] = {
    "number": Label("契約番号", "Contract no."),
    "name": Label("契約名", "Contract name"),
    "account": Label("契約先", "Customer"),
    "account_code": Label("取引先コード", "Customer code"),
    "contact": Label("契約担当者（先方）", "Customer contact"),
    "email": Label("メールアドレス", "E-mail"),
    "phone": Label("電話番号", "Phone"),
    "department": Label("部署", "Department"),
    "title": Label("役職", "Title"),
    "postal_code": Label("郵便番号", "Postal code"),
    "address": Label("住所", "Address"),
    "owner": Label("営業担当", "Sales owner"),
    "reseller": Label("代理店", "Reseller"),
    "end_user": Label("エンドユーザー", "End user"),
    "product": Label("商品・サービス", "Product"),
    "quantity": Label("数量", "Quantity"),
    "unit_price": Label("単価", "Unit price"),
    "amount": Label("金額（数量分の合計）", "Amount (of all units)"),
    "price_kind": Label("金額種別", "Price kind"),
    "currency": Label("通貨", "Currency"),
    "start": Label("契約開始日", "Start"),
    "end": Label("契約終了日", "End"),
    "period": Label("契約期間（開始～終了）", "Period (start to end)"),
    "term": Label("契約期間の長さ", "Length of the term"),
    "line_start": Label("利用開始日", "Use start"),
    "line_end": Label("利用終了日", "Use end"),
    "line_period": Label("利用期間（開始～終了）", "Use period (start to end)"),
    "renewal": Label("自動更新・更新区分", "Automatic renewal"),
    "notice": Label("解約申入期限", "Notice period"),
    "cancel_date": Label("解約日", "Cancel date"),
    "status": Label("状態", "Status"),
    "billing_cycle": Label("支払単位", "Billing cycle"),
    "billing_timing": Label("請求時期（前払い・後払い）", "Advance or arrears"),
    "payment_terms": Label("支払条件", "Payment terms"),
    "remarks": Label("備考", "Remarks"),
    REMARKS: Label("対応なし（備考に入れる）", "None (goes into the remarks)"),
    IGNORED: Label("読まない", "Not read"),
}
"""What a column may be taken for, in the order in which it is offered."""
MANY = frozenset(("remarks", "unit_price", "amount", REMARKS, IGNORED))
"""What several columns may be."""
FIXED = (
    "account",
    "owner",
    "product",
    "quantity",
    "unit_price",
    "price_kind",
    "currency",
    "start",
    "end",
    "term",
    "renewal",
    "billing_cycle",
    "payment_terms",
)
"""What may be the same for every row, where the file does not say it."""
_TURNED = "\t"


@dataclass(frozen=True, slots=True)
class TableChoices:
    """What was decided about one table: the meanings of columns by their place from 0, the lowest row of its header from 0
    (None: it is found), and what is the same for every row by meaning."""

    columns: Mapping[int, str] = field(default_factory=dict)
    header: int | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choices:
    """`sheet`: the only one to read (None: all that are clearly the ledger). `columns`: by table (see `table_key`), the
    meaning (a key of MEANINGS) of columns by their place from 0; the others are recognised. `headers`: by sheet, the number
    of its lowest header row (from 1). `fixed`: by meaning, what is the same for every row of the file."""

    sheet: str | None = None
    columns: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    headers: Mapping[str, int] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)

    def of(self, sheet: str, *, turned: bool = False) -> TableChoices:
        """What was chosen for a sheet read down, or across."""
        header = None if turned or sheet not in self.headers else self.headers[sheet] - 1
        return TableChoices(self.columns.get(table_key(sheet, turned=turned), {}), header, self.fixed)


def table_key(sheet: str, *, turned: bool = False) -> str:
    """What a table is called in `columns`: read down or across, a sheet has other columns."""
    return f"{sheet}{_TURNED}" if turned else sheet
