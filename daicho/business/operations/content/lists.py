"""The list views of quotes, accounts, contacts, products, opportunities and ToDos that every database starts with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ShippedView:
    """One view: its key, its name and description in both languages, its filter tree (None: everything) and order."""

    key: str
    name_ja: str
    name_en: str
    about_ja: str
    about_en: str
    filter: dict[str, Any] | None
    sort: list[str]


def _is(field: str, value: Any) -> dict[str, Any]:
    return {"field": field, "op": "eq", "value": value}


MINE = _is("owner", "ME")
OPEN = _is("status", "open")
DRAFT = _is("status", "draft")

QUOTES = [
    ShippedView(
        "quote.all",
        "すべての見積",
        "All quotes",
        "受注確定・無効を含む全件",
        "Confirmed and void ones too",
        None,
        ["-number", "id"],
    ),
    ShippedView(
        "quote.my_drafts",
        "自分の作成中の見積",
        "My drafts",
        "営業担当が自分で、まだ受注確定していない見積",
        "Quotes of which I am the sales owner, not confirmed yet",
        {"and": [MINE, DRAFT]},
        ["-number", "id"],
    ),
    ShippedView(
        "quote.expiring",
        "有効期限が近い見積",
        "Expiring soon",
        "14日以内に有効期限を迎える、作成中の見積",
        "Drafts whose validity ends within 14 days",
        {"and": [DRAFT, _is("valid_until", "TODAY_AND_NEXT_N_DAYS:14")]},
        ["valid_until", "id"],
    ),
    ShippedView(
        "quote.won_this_month",
        "今月の受注",
        "Won this month",
        "今月、受注を確定した見積",
        "Quotes that were confirmed this month",
        _is("confirmed_at", "THIS_MONTH"),
        ["-confirmed_at", "id"],
    ),
]
ACCOUNTS = [
    ShippedView("account.all", "すべての取引先", "All accounts", "", "", None, ["name", "id"]),
    ShippedView(
        "account.mine",
        "自分の取引先",
        "My accounts",
        "営業担当が自分の取引先",
        "Accounts of which I am the sales owner",
        MINE,
        ["name", "id"],
    ),
    ShippedView(
        "account.running",
        "契約中の取引先",
        "With active contracts",
        "本日時点で有効な契約がある取引先",
        "Accounts that have a contract in force today",
        {"field": "active_contracts", "op": "gt", "value": 0},
        ["name", "id"],
    ),
    ShippedView(
        "account.ended",
        "契約が終了した取引先",
        "Former customers",
        "有効な契約がなく、終了・解約した契約がある取引先",
        "Accounts without a contract in force that had one before",
        {"and": [_is("active_contracts", 0), {"field": "ended_contracts", "op": "gt", "value": 0}]},
        ["name", "id"],
    ),
    ShippedView(
        "account.resellers",
        "代理店",
        "Resellers",
        "代理店として登録した取引先",
        "Accounts marked as resellers",
        _is("is_reseller", True),
        ["name", "id"],
    ),
]
CONTACTS = [
    ShippedView("contact.all", "すべての取引先責任者", "All contacts", "", "", None, ["name", "id"]),
    ShippedView(
        "contact.gone",
        "退職・異動の連絡先",
        "Left or moved",
        "退職または異動した取引先責任者",
        "Contacts who left or moved to another post",
        {"field": "state", "op": "in", "value": ["left", "moved"]},
        ["name", "id"],
    ),
]
PRODUCTS = [
    ShippedView("product.all", "すべての品目", "All products", "", "", None, ["name", "id"]),
    ShippedView(
        "product.on_sale",
        "販売中",
        "On sale",
        "見積で選べる品目",
        "Products that quotes can name",
        _is("active", True),
        ["name", "id"],
    ),
    ShippedView(
        "product.discontinued",
        "販売終了",
        "Discontinued",
        "新しい見積では選べない品目",
        "Products that new quotes cannot name",
        _is("active", False),
        ["name", "id"],
    ),
]
OPPORTUNITIES = [
    ShippedView("opportunity.all", "すべての商談", "All opportunities", "", "", None, ["-expected_on", "id"]),
    ShippedView(
        "opportunity.mine",
        "自分の進行中の商談",
        "My open opportunities",
        "営業担当が自分で、受注・失注がまだの商談",
        "Opportunities of mine, neither won nor lost",
        {"and": [MINE, {"field": "stage", "op": "in", "value": ["open", "proposed"]}]},
        ["expected_on", "id"],
    ),
]
TASKS = [
    ShippedView(
        "task.my_today",
        "自分の今日のToDo",
        "My tasks today",
        "期日が今日まで、または期日のない、自分の未完了のToDo",
        "My open tasks that are due by today or have no day",
        {
            "and": [
                MINE,
                OPEN,
                {"or": [{"field": "due_at", "op": "le", "value": "TODAY"}, {"field": "due_at", "op": "is_empty"}]},
            ]
        },
        ["due_at", "id"],
    ),
    ShippedView(
        "task.my_open",
        "自分の未完了のToDo",
        "My open tasks",
        "期日が先のものも含む、自分の未完了のToDo",
        "My open tasks, also those that are due later",
        {"and": [MINE, OPEN]},
        ["due_at", "id"],
    ),
    ShippedView(
        "task.overdue",
        "期限切れのToDo",
        "Overdue tasks",
        "期日を過ぎた未完了のToDo",
        "Open tasks whose day has passed",
        {"and": [OPEN, {"field": "due_at", "op": "lt", "value": "TODAY"}]},
        ["due_at", "id"],
    ),
    ShippedView(
        "task.all", "すべてのToDo", "All tasks", "完了したものを含む全件", "Finished ones too", None, ["due_at", "id"]
    ),
]
ENTRIES = [
    ShippedView(
        "sales_entry.this_month",
        "当月の売上予定",
        "Sales of this month",
        "売上計上日が今月の売上明細",
        "Sales entries that are posted this month",
        _is("posting_date", "THIS_MONTH"),
        ["posting_date", "id"],
    ),
    ShippedView(
        "sales_entry.open",
        "締め前",
        "Not closed yet",
        "今月までに計上する売上のうち、まだ締めていないもの",
        "Posted by the end of this month and not closed yet",
        {"and": [_is("status", "planned"), {"field": "posting_date", "op": "le", "value": "THIS_MONTH"}]},
        ["posting_date", "id"],
    ),
    ShippedView(
        "sales_entry.reversals",
        "赤伝票",
        "Reversals",
        "取り消された売上の赤伝票",
        "Entries that take back a sale",
        _is("kind", "reversal"),
        ["-posting_date", "id"],
    ),
    ShippedView("sales_entry.all", "すべての売上明細", "All sales entries", "", "", None, ["-posting_date", "id"]),
]
ENTRY_COLUMNS = [
    "contract.number",
    "contract.account",
    "contract_line",
    "posting_date",
    "period_start",
    "period_end",
    "amount",
    "status",
]
LISTS: Sequence[tuple[str, list[str], Sequence[ShippedView]]] = (
    ("quote", ["number", "account", "name", "start_date", "end_date", "valid_until", "status", "owner"], QUOTES),
    ("account", ["name", "code", "phone", "owner", "is_customer", "is_reseller"], ACCOUNTS),
    ("contact", ["name", "account", "department", "title", "email", "phone", "state"], CONTACTS),
    ("product", ["name", "code", "kind", "list_price", "price_kind", "billing_cycle", "active"], PRODUCTS),
    ("opportunity", ["name", "account", "stage", "kind", "expected_on", "owner"], OPPORTUNITIES),
    ("sales_entry", ENTRY_COLUMNS, ENTRIES),
    ("task", ["subject", "due_at", "status", "owner"], TASKS),
)
"""Object, columns and views, the first view being the one that opens."""
