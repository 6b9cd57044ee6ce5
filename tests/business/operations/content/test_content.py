"""The shipped texts, merged with one contract, exactly as they reach people."""

import re
from datetime import date
from decimal import Decimal

import pytest

from daicho.business.operations.content.texts import KEYS, shipped
from daicho.engine.mail import merge

LINES = [
    {"product": {"name": "勤怠クラウド 基本"}, "quantity": Decimal("35.0000"), "unit_price": Decimal("1200.0000")},
    {"product": {"name": "給与オプション"}, "quantity": Decimal("1.0000"), "unit_price": Decimal("48000.0000")},
]
PERIOD = {"start_date": date(2025, 1, 1), "end_date": date(2025, 12, 31)}
CONTRACT = {
    **PERIOD,
    "number": "C-0012",
    "name": "勤怠クラウド利用契約",
    "account": {"name": "青空商事株式会社"},
    "contact": {"name": "山田 太郎", "department": "総務部"},
    "owner": {"name": "樋口 一葉", "signature": "株式会社台帳\n樋口 一葉"},
    "amount": Decimal("552000.0000"),
    "billing_cycle": "月払い",
    "payment_terms": "月末締め翌月末払い",
    "notice_deadline": date(2025, 10, 31),
    "next_start_date": date(2026, 1, 1),
    "next_end_date": date(2026, 12, 31),
    "next_amount": Decimal("552000.0000"),
    "renewal_answer_due": date(2025, 10, 24),
    "renewal_answer_url": "https://daicho.example.jp/a/x",
    "url": "https://daicho.example.jp/contract/12/",
    "lines": [{**line, **PERIOD, "price_kind": "月額"} for line in LINES],
}
MINIMAL = """\
青空商事株式会社
山田 太郎 様

いつも大変お世話になっております。
「勤怠クラウド利用契約」担当の樋口 一葉です。

現在のご契約は、2025年12月31日をもちまして
契約期間の満了を迎えます。
次期のご契約について、下記のページよりご意向をお聞かせください。

▼ご回答ページ（ログインは不要です）
https://daicho.example.jp/a/x

　契約番号：C-0012
　契約期間：2025年1月1日～2025年12月31日
　・勤怠クラウド 基本　数量 35　単価 ¥1,200（税抜）
　・給与オプション　数量 1　単価 ¥48,000（税抜）

ご不明な点は、このメールにそのままご返信ください。
引き続き何卒よろしくお願い申し上げます。
"""
FULL = """\
青空商事株式会社
総務部
山田 太郎 様

いつも大変お世話になっております。
株式会社台帳の樋口 一葉です。

「勤怠クラウド利用契約」をご利用いただき、誠にありがとうございます。

現在のご契約は、2025年12月31日（水）をもちまして
契約期間の満了を迎えます。
つきましては、次期のご契約について、下記の回答ページより
2025年10月24日（金）までにご意向をお聞かせください。

▼ご回答ページ（ログインは不要です）
https://daicho.example.jp/a/x

　・現在の内容のまま更新する
　・内容を変更して更新する（数量の増減など）
　・更新しない
　・社内で検討している／担当者と相談したい

■現在のご契約内容
　契約番号：C-0012
　契約名　：勤怠クラウド利用契約
　契約期間：2025年1月1日～2025年12月31日
　お支払い：月払い（月末締め翌月末払い）
　・勤怠クラウド 基本
　　数量 35／単価 ¥1,200（月額・税抜）
　　利用期間 2025/01/01～2025/12/31
　・給与オプション
　　数量 1／単価 ¥48,000（月額・税抜）
　　利用期間 2025/01/01～2025/12/31

■更新後のご契約内容（現在と同じ内容で更新される場合）
　契約期間：2026年1月1日～2026年12月31日
　契約金額：¥552,000（契約期間の合計・税抜）

社内でのご検討やお手続きにお見積書が必要な場合は、
回答ページからダウンロードいただけます。

なお、更新を希望されない場合は、ご契約条件により
2025年10月31日（金）までにお申し出をお願いしております。

ご不明な点やご相談がございましたら、このメールへのご返信で承ります。
ご返信でのご回答でも差し支えございません。

引き続き変わらぬお引き立てを賜りますよう、
何卒よろしくお願い申し上げます。

※ご担当の変更などで本メールがお手元に届いた場合は、お手数ですが
　回答ページの「担当者が変わりました」よりお知らせください。
※行き違いですでにご連絡をいただいておりましたら、ご容赦ください。

株式会社台帳
樋口 一葉
"""
OWNER = """\
「勤怠クラウド利用契約」（C-0012）の契約期間が 2025年12月31日（水）に満了します。
継続のご意向と、追加・変更のご要望を確認してください。

契約先　：青空商事株式会社　山田 太郎
契約期間：2025/01/01～2025/12/31
契約金額：¥552,000（税抜）
解約申入期限：2025/10/31（金）
・勤怠クラウド 基本　数量 35　単価 ¥1,200
・給与オプション　数量 1　単価 ¥48,000

確認した結果は、契約の［回答を登録］から記録してください。
https://daicho.example.jp/contract/12/
"""
SUBJECT = "【ご回答のお願い】「勤怠クラウド利用契約」契約更新のご案内（C-0012）"


def merged(source: str, language="ja", **changes) -> str:
    """The source rendered for CONTRACT with changes."""
    values = {"contract": {**CONTRACT, **changes}, "organisation": {"name": "株式会社台帳"}}
    return merge.render(merge.parse(source), values, language)


@pytest.mark.parametrize(
    "key, subject, body",
    [
        ("mail_renewal_notice_minimal", SUBJECT, MINIMAL),
        ("mail_renewal_notice", SUBJECT, FULL),
        ("notice_renewal_to_owner", "まもなく契約更新：青空商事株式会社（2025/12/31 満了）", OWNER),
    ],
)
def test_the_japanese_text_to_the_letter(key: str, subject: str, body: str) -> None:
    text = shipped(key, "ja")
    assert (merged(text.subject), merged(text.body)) == (subject, body)


def test_without_person_department_and_deadline_no_gap_is_left() -> None:
    empty = {"contact": {"name": None, "department": ""}, "notice_deadline": None}
    assert merged(shipped("mail_renewal_notice", "ja").body, **empty).startswith(
        "青空商事株式会社\nご担当者 様\n\nいつも"
    )
    assert "ダウンロードいただけます。\n\nご不明な点や" in merged(shipped("mail_renewal_notice", "ja").body, **empty)
    owner = merged(shipped("notice_renewal_to_owner", "ja").body, **empty)
    assert "青空商事株式会社　（契約担当者が未設定です）\n" in owner
    assert "（税抜）\n・勤怠クラウド" in owner


def test_names_and_tasks_go_with_the_texts() -> None:
    assert shipped("mail_renewal_notice_minimal", "ja").name == "更新のご案内（最小版）"
    assert merged(shipped("notice_renewal_to_owner", "ja").task) == "更新のご意向確認（青空商事株式会社）"
    assert shipped("notice_undecided_to_owner", "ja").task == "継続の意思確認（電話）"


@pytest.mark.parametrize("key", KEYS)
def test_the_english_text_says_the_same(key: str) -> None:
    ja, en = shipped(key, "ja"), shipped(key, "en")
    for part in ("subject", "body", "task"):
        source, translated = getattr(ja, part), getattr(en, part)
        assert merge.paths(merge.parse(source)) - {("contract.name",)} <= merge.paths(merge.parse(translated))
    assert not re.search(r"[ぁ-んァ-ヶ]", en.subject + en.body + en.task + en.name)
