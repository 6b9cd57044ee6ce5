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
        "My ToDos today",
        "期日が今日まで、または期日のない、自分の未完了のToDo",
        "My open ToDos that are due by today or have no day",
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
        "task.overdue",
        "期限切れのToDo",
        "Overdue ToDos",
        "期日を過ぎた未完了のToDo",
        "Open ToDos whose day has passed",
        {"and": [OPEN, {"field": "due_at", "op": "lt", "value": "TODAY"}]},
        ["due_at", "id"],
    ),
    ShippedView(
        "task.all", "すべてのToDo", "All ToDos", "完了したものを含む全件", "Finished ones too", None, ["due_at", "id"]
    ),
]
LISTS: Sequence[tuple[str, list[str], Sequence[ShippedView]]] = (
    ("quote", ["number", "account", "name", "start_date", "end_date", "valid_until", "status", "owner"], QUOTES),
    ("account", ["name", "code", "phone", "owner", "is_customer", "is_reseller"], ACCOUNTS),
    ("contact", ["name", "account", "department", "title", "email", "phone", "state"], CONTACTS),
    ("product", ["name", "code", "kind", "list_price", "price_kind", "billing_cycle", "active"], PRODUCTS),
    ("opportunity", ["name", "account", "stage", "kind", "expected_on", "owner"], OPPORTUNITIES),
    ("task", ["subject", "due_at", "status", "owner"], TASKS),
)
"""Object, columns and views, the first view being the one that opens."""
