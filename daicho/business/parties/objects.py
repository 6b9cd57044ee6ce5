"""Catalog of accounts and contacts, and what completes and checks them."""

from collections.abc import Mapping
from typing import Any

from daicho.business.organisation import numbers
from daicho.business.parties.models import Account, Contact
from daicho.engine.access.actors import Actor
from daicho.engine.catalog.declare import (
    CREATOR,
    checkbox,
    choices,
    field,
    long_text,
    lookup,
    number,
    picklist,
    text,
    whole,
)
from daicho.engine.catalog.specs import Children, ObjectSpec
from daicho.engine.work.frame import Frame
from daicho.rules.codes import (
    CONTACT_ROLES,
    CONTACT_STATES,
    HOLIDAY_SHIFTS,
    LANGUAGES,
    RENEWAL_CONTACT_METHODS,
    ROUNDINGS,
)
from daicho.rules.payment_terms import LATEST_PAYMENT_MONTH, MONTH_END, MONTH_END_WORDS, check_closing_day
from daicho.values.labels import Label, Problem
from daicho.values.text import split_name


def number_accounts(rows: list[dict[str, Any]], actor: Actor, frame: Frame) -> None:
    """Give a code to those that have none."""
    nameless = [row for row in rows if not row.get("code")]
    for row, code in zip(nameless, numbers.take("account", len(nameless)), strict=True):
        row["code"] = code


def split_written_name(values: Mapping[str, Any], changed: frozenset[str]) -> Mapping[str, Any]:
    """Family and given name of a name that is written whole; names given apart stay."""
    if "name" not in changed or not values.get("name") or changed & {"family_name", "given_name"}:
        return {}
    family, given = split_name(values["name"])
    return {"family_name": family, "given_name": given}


def check_account(values: Mapping[str, Any]) -> list[Problem]:
    """A closing day that every month has."""
    return check_closing_day(values.get("closing_day"))


ACCOUNT = ObjectSpec(
    "account",
    Label("取引先", "Account"),
    Label("取引先", "Accounts"),
    Account,
    (
        text("code", "取引先コード", "Account code", required=True, unique=True),
        text("name", "取引先名", "Account name", required=True),
        text("name_kana", "取引先名（カナ）", "Name (kana)"),
        text("corporate_number", "法人番号", "Corporate number"),
        text("postal_code", "郵便番号", "Postal code"),
        text("address", "住所", "Address"),
        field("phone", "phone", "電話番号", "Phone"),
        field("url", "website", "ウェブサイト", "Website"),
        lookup("owner", "営業担当", "Sales owner", "user", required=True, default=CREATOR),
        lookup("operations_user", "事務担当", "Operations owner", "user"),
        lookup("parent", "親取引先", "Parent account", "account"),
        checkbox("is_customer", "顧客", "Customer", default=True),
        checkbox("is_reseller", "代理店", "Reseller", default=False),
        checkbox("is_supplier", "仕入先", "Supplier", default=False),
        whole("closing_day", "締日", "Closing day", 1, MONTH_END, default=MONTH_END, words=MONTH_END_WORDS),
        whole("payment_month", "支払月", "Payment month", 0, LATEST_PAYMENT_MONTH, default=1),
        whole("payment_day", "支払日", "Payment day", 1, MONTH_END, default=MONTH_END, words=MONTH_END_WORDS),
        picklist("holiday_shift", "休業日の扱い", "Holiday rule", HOLIDAY_SHIFTS, default="none"),
        picklist("tax_rounding", "消費税の端数処理", "Tax rounding", ROUNDINGS, default="down"),
        number("reseller_rate", "仕切率", "Reseller rate", minimum=0, maximum=100),
        picklist(
            "renewal_contact_method",
            "更新案内の方法",
            "Renewal contact",
            RENEWAL_CONTACT_METHODS,
            default="mail",
        ),
        picklist("language", "言語", "Language", LANGUAGES, default="ja"),
        long_text("remarks", "備考", "Remarks"),
    ),
    sort=("name", "id"),
    owner="owner",
    lookup_keys=("code",),
    complete=number_accounts,
    validate=check_account,
    children={"contacts": Children("contact", "account")},
)

CONTACT = ObjectSpec(
    "contact",
    Label("取引先責任者", "Contact"),
    Label("取引先責任者", "Contacts"),
    Contact,
    (
        lookup("account", "取引先", "Account", "account", required=True),
        text("name", "氏名", "Name", required=True),
        text("family_name", "姓", "Family name"),
        text("given_name", "名", "Given name"),
        text("name_kana", "氏名（カナ）", "Name (kana)"),
        text("department", "部署", "Department"),
        text("title", "役職", "Title"),
        field("email", "email", "メールアドレス", "E-mail"),
        field("phone", "phone", "電話番号", "Phone"),
        picklist("state", "在籍状況", "State", CONTACT_STATES, default="active"),
        field("multi_picklist", "roles", "役割", "Roles", choices=choices(CONTACT_ROLES)),
        picklist("language", "言語", "Language", LANGUAGES),
    ),
    sort=("name", "id"),
    owner="account.owner",
    parent="account",
    derive=split_written_name,
)

OBJECTS = (ACCOUNT, CONTACT)
