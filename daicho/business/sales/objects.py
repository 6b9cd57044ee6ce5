"""Catalog of opportunities, quotes, quote lines and orders."""

from decimal import Decimal
from typing import Any

from django.db.models import DateTimeField, OuterRef, Subquery

from daicho.business.contracts.objects import MADE_BY
from daicho.business.organisation.tax import TAX_TYPES
from daicho.business.sales.completion import complete_quote_lines, complete_quotes
from daicho.business.sales.models import Opportunity, Order, Quote, QuoteLine
from daicho.business.sales.quote_rules import check_quote, check_quote_line, price_line, refuse_confirmed
from daicho.engine.catalog.declare import (
    CREATOR,
    checkbox,
    currency,
    date,
    field,
    long_text,
    lookup,
    moment,
    number,
    picklist,
    text,
    whole,
)
from daicho.engine.catalog.specs import Children, ExpressionContext, ObjectSpec
from daicho.rules.bounds import LARGEST_PRICE
from daicho.rules.codes import (
    BILLING_CYCLES,
    BILLING_TIMINGS,
    OPPORTUNITY_KINDS,
    OPPORTUNITY_STAGES,
    ORDER_KINDS,
    PRICE_KINDS,
    PRORATIONS,
    QUOTE_LINE_KINDS,
    QUOTE_STATUSES,
    REMAINDERS,
    RENEWAL_CONTACT_METHODS,
    RENEWAL_TYPES,
    SALES_CYCLES,
)
from daicho.rules.payment_terms import MONTH_END, MONTH_END_WORDS
from daicho.values.labels import Label


def confirmed_at(at: ExpressionContext) -> Any:
    """When the quote was confirmed: the moment of the order that it made, of a new contract or a renewal; empty while there is none."""
    orders = Order.objects.filter(quote=OuterRef(f"{at.record}id")).order_by("id").values("confirmed_at")
    return Subquery(orders[:1], output_field=DateTimeField())


OPPORTUNITY = ObjectSpec(
    "opportunity",
    Label("商談", "Opportunity"),
    Label("商談", "Opportunities"),
    Opportunity,
    (
        text("name", "商談名", "Name", required=True),
        lookup("account", "取引先", "Account", "account", required=True),
        lookup("owner", "営業担当", "Sales owner", "user", required=True, default=CREATOR),
        picklist("stage", "フェーズ", "Stage", OPPORTUNITY_STAGES, default="open"),
        picklist("kind", "種類", "Kind", OPPORTUNITY_KINDS, default="new"),
        date("expected_on", "受注予定日", "Expected on"),
        lookup("contract", "契約", "Contract", "contract"),
    ),
    owner="owner",
)

QUOTE = ObjectSpec(
    "quote",
    Label("見積", "Quote"),
    Label("見積", "Quotes"),
    Quote,
    (
        text("number", "見積番号", "Quote no.", made=True, required=True, unique=True),
        whole("revision", "版", "Revision", 1, 999, made=True, default=1),
        lookup("opportunity", "商談", "Opportunity", "opportunity"),
        lookup("account", "取引先", "Account", "account", required=True),
        lookup("contact", "担当者", "Contact", "contact"),
        lookup("bill_to", "請求先", "Bill-to", "account"),
        lookup("bill_to_contact", "請求担当者", "Billing contact", "contact"),
        lookup("end_user", "エンドユーザー", "End user", "account"),
        lookup("reseller", "代理店", "Reseller", "account"),
        text("name", "契約名", "Contract name"),
        lookup("owner", "営業担当", "Sales owner", "user", required=True),
        lookup("operations_user", "事務担当", "Operations owner", "user"),
        text("currency", "通貨", "Currency", default="JPY"),
        date("start_date", "契約開始日", "Start", required=True),
        date("end_date", "契約終了日", "End"),
        whole("closing_day", "締日", "Closing day", 1, MONTH_END, words=MONTH_END_WORDS),
        text("payment_terms", "支払条件", "Payment terms"),
        picklist("billing_cycle", "支払単位", "Billing cycle", BILLING_CYCLES, default="monthly"),
        picklist("billing_timing", "請求時期", "Billing timing", BILLING_TIMINGS, default="arrears"),
        whole("next_term_months", "次回契約月数", "Next term (months)", 1, 1200),
        picklist("renewal_type", "更新区分", "Renewal type", RENEWAL_TYPES, default="manual"),
        picklist("renewal_contact_method", "更新案内の方法", "Renewal contact", RENEWAL_CONTACT_METHODS),
        whole("notice_months", "解約申入（か月前）", "Notice (months)", 0, 120),
        whole("notice_days", "解約申入（日前）", "Notice (days)", 0, 3660),
        checkbox("notice_to_month_end", "月末までの申入れ", "Notice to month end", default=False),
        date("valid_until", "有効期限", "Valid until"),
        long_text("remarks", "備考", "Remarks"),
        picklist("status", "状態", "Status", QUOTE_STATUSES, made=True, default="draft"),
        moment("confirmed_at", "受注確定日時", "Confirmed at", made=True, source="expression", expression=confirmed_at),
    ),
    name_field="number",
    sort=("-number", "id"),
    owner="owner",
    lookup_keys=("number",),
    complete=complete_quotes,
    validate=check_quote,
    locked=refuse_confirmed,
    children={"lines": Children("quote_line", "quote", sort=("position", "id"), nested=True)},
)

QUOTE_LINE = ObjectSpec(
    "quote_line",
    Label("見積明細", "Quote line"),
    Label("見積明細", "Quote lines"),
    QuoteLine,
    (
        lookup("quote", "見積", "Quote", "quote", required=True),
        whole("position", "順", "Position", 1, 100_000),
        picklist("kind", "種類", "Kind", QUOTE_LINE_KINDS, default="item"),
        lookup("product", "品目・サービス", "Product", "product"),
        text("description", "内容", "Description"),
        number("quantity", "数量", "Quantity", default=Decimal(1)),
        currency("list_price", "標準単価（税抜）", "List price (excl. tax)", minimum=0, maximum=LARGEST_PRICE),
        currency("unit_discount", "値引額", "Unit discount"),
        number("discount_rate", "値引率（%）", "Discount rate (%)", scale=2, maximum=100),
        currency("unit_price", "単価（税抜）", "Unit price (excl. tax)"),
        picklist("price_kind", "金額種別", "Price kind", PRICE_KINDS, default="monthly"),
        picklist("sales_cycle", "売上サイクル", "Sales cycle", SALES_CYCLES, default="monthly"),
        whole("spread_months", "按分月数", "Spread over (months)", 1, 1200),
        picklist("billing_cycle", "支払単位", "Billing cycle", BILLING_CYCLES),
        picklist("billing_timing", "請求時期", "Billing timing", BILLING_TIMINGS),
        date("first_billing_date", "初回請求日", "First billing date"),
        date("start_date", "利用開始日", "Use start"),
        date("end_date", "利用終了日", "Use end"),
        picklist("proration", "日割り", "Proration", PRORATIONS, default="none"),
        whole("fixed_days", "固定日数", "Fixed days", 1, 366, default=30),
        picklist("remainder", "端数の月", "Remainder", REMAINDERS, default="last"),
        checkbox("auto_renew", "更新対象", "Renews"),
        picklist("tax_type", "税区分", "Tax type", TAX_TYPES, default="standard"),
        text("currency", "通貨", "Currency", made=True, default="JPY", filterable=False),
    ),
    name_field="description",
    sort=("quote", "position"),
    owner="quote.owner",
    parent="quote",
    complete=complete_quote_lines,
    derive=price_line,
    validate=check_quote_line,
)

ORDER = ObjectSpec(
    "order",
    Label("受注", "Order"),
    Label("受注", "Orders"),
    Order,
    (
        text("number", "受注番号", "Order no.", made=True, required=True, unique=True),
        picklist("kind", "種類", "Kind", ORDER_KINDS, made=True, default="new"),
        lookup("quote", "見積", "Quote", "quote", made=True),
        lookup("contract", "契約", "Contract", "contract", made=True, required=True),
        date("effective_date", "適用日", "Effective date", made=True, required=True),
        moment("confirmed_at", "確定日時", "Confirmed at", made=True, required=True),
        lookup("confirmed_by", "確定者", "Confirmed by", "user", made=True),
        field("json", "undo", "取消のための控え", "Kept for undo", made=True, filterable=False),
    ),
    name_field="number",
    sort=("-confirmed_at", "id"),
    owner="contract.owner",
    parent="contract",
    lookup_keys=("number",),
    made_by=MADE_BY,
    tracked=False,
)

OBJECTS = (OPPORTUNITY, QUOTE, QUOTE_LINE, ORDER)
