"""The ledger that companies gave us under other header words, in other column orders and kinds of blank cells."""

import random
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from daicho.business.operations.ledger.read import read_ledger, summary
from daicho.engine.exchange.workbook import Range, Sheet, Workbook, read_workbook

DATA = Path(__file__).parents[3] / "data"
CONTRACT_COLUMNS = (0, 1, 2, 3, 4, 9, 10, 13, 14, 15)
WORDS = (
    "契約番号 契約No. 管理番号 契約ID No. 契約№ 契約書番号 番号",
    "契約先 顧客名 取引先 会社名 お客様名 得意先 ユーザー名 契約者 ご契約者名 法人名 Customer 契約先（会社名）",
    "契約担当者 先方担当 ご担当者 お客様担当者 窓口担当者 契約担当 担当者（先方） Contact",
    "メール メールアドレス E-mail Eメール 連絡先メールアドレス 担当者メール",
    "営業担当 担当営業 自社担当 担当 弊社担当者 営業 社内担当 担当者 Owner",
    "品目 商品名 サービス名 プラン ライセンス種別 商品・サービス 製品名 契約内容 品名 Product 内容",
    "数量 本数 ID数 ユーザー数 ライセンス数 契約数量 Qty 数量(ID)",
    "単価 価格 税抜単価 単価(税抜) 単価（円） 販売単価 契約単価 UnitPrice",
    "金額種別 料金種別 課金区分 種別 価格種別 区分 料金区分 課金形態",
    "契約開始日 開始日 契約開始 契約期間（開始） 契約期間(自) 契約始期 開始 自",
    "契約終了日 終了日 契約満了日 満了日 契約期間（終了） 契約期間(至) 契約期限 終了 至",
    "利用開始日 利用開始 サービス開始日 課金開始日 ライセンス開始日 利用期間（開始）",
    "利用終了日 利用終了 サービス終了日 課金終了日 ライセンス終了日 利用期間（終了）",
    "支払単位 請求サイクル 支払方法 支払サイクル 請求単位 支払区分 請求頻度",
    "支払条件 支払サイト お支払条件 決済条件 締め・支払 取引条件",
    "自動更新 更新区分 更新方法 自動更新の有無 更新 契約更新",
    "金額 契約金額 月額合計 合計 金額(税抜) 合計金額",
    "備考 メモ 特記事項 摘要 コメント 備考欄",
)
SUMS = {"monthly": "475200", "annual": "3048000", "one_time": "3630000"}


def varied(real: Sheet, choice: random.Random) -> tuple[Sheet, int]:
    """The ledger with other words, order and blank cells; and by how much its row numbers have moved."""
    order = choice.sample(range(18), 18)
    body = [list(row) for row in real.rows[4:]]
    way = choice.choice(["merged", "blank", "repeated"])
    if way == "repeated":
        for above, row in pairwise(body):
            if row[5] and row[0] is None and "計" not in str(row[5]):
                for column in CONTRACT_COLUMNS:
                    row[column] = above[column]
    above_header: list[list[Any]] = choice.choice([[], [["契約一覧"]], [["契約一覧"], [], ["作成日", "2025/12/1"]]])
    header = [choice.choice(words.split()) for words in WORDS]
    moved = len(above_header) - 3
    merged = tuple(
        Range(
            area.first_row + moved,
            order.index(area.first_column),
            area.last_row + moved,
            order.index(area.first_column),
        )
        for area in real.merged
        if way == "merged" and area.first_row >= 4 and area.first_column == area.last_column
    )
    table: list[list[Any]] = [header, *body]
    rows = [*above_header, *([row[column] for column in order] for row in table)]
    return Sheet("台帳", rows, merged), moved


@pytest.mark.parametrize("seed", range(25))
def test_other_words_orders_and_blanks_give_the_same(seed: int) -> None:
    real = read_workbook(DATA / "ledger-ja.xlsx").sheets[0]
    sheet, moved = varied(real, random.Random(seed))
    ledger = read_ledger(Workbook("x.xlsx", (sheet,)))
    assert summary(ledger) == {"contracts": 37, "lines": 82, "accounts": 37, "sums": SUMS}
    assert sorted(cell.row - moved for cell in ledger.refused) == [11, 19, 20, 21, 25, 26, 27]
    first = next(one for one in ledger.contracts if one.number == "K-2025001")
    assert (first.contact, first.owner, first.email) == ("渡辺 真理子", "樋口 さくら", "tanto1@example.co.jp")
    assert (first.auto_renew, first.billing_cycle, first.payment_terms) == (True, "monthly", "月末締め翌月末払い")
