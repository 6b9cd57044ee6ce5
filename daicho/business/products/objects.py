"""Catalog of products and their prices."""

from collections.abc import Mapping
from typing import Any

from daicho.business.organisation import numbers
from daicho.business.organisation.tax import TAX_TYPES
from daicho.business.products.models import Price, Product
from daicho.business.products.tiers import read_tiers
from daicho.engine.access.actors import Actor
from daicho.engine.catalog.declare import checkbox, currency, date, field, lookup, picklist, text, whole
from daicho.engine.catalog.specs import ObjectSpec
from daicho.engine.work.frame import Frame
from daicho.rules.bounds import LARGEST_PRICE, check_currency
from daicho.rules.codes import (
    BILLING_CYCLES,
    BILLING_TIMINGS,
    PRICE_KINDS,
    PRICE_LIST_KINDS,
    PRODUCT_KINDS,
    PRORATIONS,
    SALES_CYCLES,
)
from daicho.values.labels import Label, Message, Problem
from daicho.values.problems import Invalid

REVERSED_VALIDITY = Message(
    "validity_reversed",
    ja="有効期間の終了日（{last}）が開始日（{first}）より前です。",
    en="The price is valid to {last}, before it is valid from {first}.",
)
NO_PRICE = Message(
    "price_missing",
    ja="単価か数量別単価のどちらかを入力してください。",
    en="Give a unit price or tiers by quantity.",
)


def number_products(rows: list[dict[str, Any]], actor: Actor, frame: Frame) -> None:
    """Give a code to those that have none."""
    nameless = [row for row in rows if not row.get("code")]
    for row, code in zip(nameless, numbers.take("product", len(nameless)), strict=True):
        row["code"] = code


def check_price(values: Mapping[str, Any]) -> list[Problem]:
    """A validity that is not reversed, and a price or tiers."""
    problems = []
    first, last = values.get("valid_from"), values.get("valid_to")
    if first and last and last < first:
        problems.append(REVERSED_VALIDITY.problem("valid_to", first=first, last=last))
    if values.get("unit_price") is None and not values.get("tiers"):
        problems.append(NO_PRICE.problem("unit_price"))
    try:
        read_tiers(values.get("tiers"))
    except Invalid as refused:
        problems += refused.problems
    return problems


def check_product(values: Mapping[str, Any]) -> list[Problem]:
    """A currency that exists."""
    return check_currency(values.get("currency"))


PRODUCT = ObjectSpec(
    "product",
    Label("品目・サービス", "Product"),
    Label("品目・サービス", "Products"),
    Product,
    (
        text("code", "品目コード", "Product code", required=True, unique=True),
        text("name", "品目名", "Product name", required=True),
        picklist("kind", "種別", "Kind", PRODUCT_KINDS, default="service"),
        currency("list_price", "標準単価（税抜）", "List price (excl. tax)", minimum=0, maximum=LARGEST_PRICE),
        text("currency", "通貨", "Currency", default="JPY"),
        picklist("price_kind", "金額種別", "Price kind", PRICE_KINDS, default="monthly"),
        picklist("sales_cycle", "売上サイクル", "Sales cycle", SALES_CYCLES),
        picklist("billing_cycle", "支払単位", "Billing cycle", BILLING_CYCLES),
        picklist("billing_timing", "請求時期", "Billing timing", BILLING_TIMINGS),
        picklist("proration", "日割り", "Proration", PRORATIONS),
        checkbox("auto_renew", "更新対象", "Renews"),
        picklist("tax_type", "税区分", "Tax type", TAX_TYPES, default="standard"),
        checkbox("active", "有効", "Active", default=True),
    ),
    sort=("name", "id"),
    lookup_keys=("code",),
    complete=number_products,
    validate=check_product,
)

PRICE = ObjectSpec(
    "price",
    Label("単価", "Price"),
    Label("単価", "Prices"),
    Price,
    (
        lookup("product", "品目・サービス", "Product", "product", required=True),
        lookup("account", "取引先", "Account", "account"),
        picklist("kind", "種別", "Kind", PRICE_LIST_KINDS, default="sales"),
        date("valid_from", "有効開始日", "Valid from"),
        date("valid_to", "有効終了日", "Valid to"),
        whole("priority", "優先度", "Priority", 1, 99, default=50),
        currency("unit_price", "単価（税抜）", "Unit price (excl. tax)", minimum=0, maximum=LARGEST_PRICE),
        field("json", "tiers", "数量別単価", "Tiers by quantity", filterable=False),
    ),
    name_field="id",
    validate=check_price,
)

OBJECTS = (PRODUCT, PRICE)
