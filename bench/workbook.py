"""An Excel ledger of any size, as a sales department keeps one: one row a licence, three to a contract of twelve months."""

import random
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from bench.company import FRAME, LICENCES, MONTHS
from daicho.business.operations.demo import names
from daicho.values.months import add_months

HEADER = ("契約No.", "契約先", "契約担当者", "メールアドレス", "営業担当", "商品・サービス", "数量", "単価(税抜)", "金額種別",
          "契約開始日", "契約終了日", "支払単位", "支払条件", "自動更新", "備考")  # fmt: skip
CONTRACTS_A_CUSTOMER = 4


def write(path: Path, contracts: int, prefix: str) -> None:
    """Write the ledger; `prefix` begins the contract numbers and customers, so that another one has other contracts."""
    chance = random.Random(7)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("契約台帳")
        as_date = book.add_format({"num_format": "yyyy/m/d"})
        sheet.write_row(0, 0, HEADER)
        row = 1
        for number in range(contracts):
            start = add_months(FRAME.today.replace(day=1), chance.randrange(-MONTHS + 1, 1))
            end = add_months(start, MONTHS) - timedelta(days=1)
            customer = number // CONTRACTS_A_CUSTOMER
            for place, (price, quantity) in enumerate(LICENCES):
                cells = _cells(
                    f"{prefix}{number:06}", f"{prefix}{customer}", names.PRODUCTS[place].name, int(quantity), int(price)
                )
                for column, cell in enumerate((*cells[:9], start, end, *cells[9:])):
                    if isinstance(cell, date):
                        sheet.write_datetime(row, column, cell, as_date)
                    else:
                        sheet.write(row, column, cell)
                row += 1


def _cells(number: str, customer: str, product: str, quantity: int, price: int) -> tuple[str | int, ...]:
    return (
        number, f"株式会社青葉{customer}", "佐藤 真理子", f"tanto{customer}@customer.example.jp", "営業 3", product, quantity, price,
        "月額", "月払い", "月末締め翌月末払い", "○", "",
    )  # fmt: skip
