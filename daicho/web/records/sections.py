"""The fields of forms and record pages in groups; fields that stand in no group come last by themselves."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that belong together."""

    name: str | Promise
    keys: tuple[str, ...]


BASIC = gettext_lazy("基本")
SECTIONS: Mapping[str, tuple[Section, ...]] = {
    "account": (
        Section(
            BASIC,
            (
                "name",
                "name_kana",
                "code",
                "owner",
                "operations_user",
                "is_customer",
                "is_reseller",
                "is_supplier",
                "parent",
            ),
        ),
        Section(gettext_lazy("連絡先"), ("postal_code", "address", "phone", "website", "corporate_number")),
        Section(
            gettext_lazy("支払条件"), ("closing_day", "payment_month", "payment_day", "holiday_shift", "tax_rounding")
        ),
        Section(gettext_lazy("更新と案内"), ("renewal_contact_method", "language", "reseller_rate")),
    ),
    "contact": (
        Section(BASIC, ("account", "name", "name_kana", "family_name", "given_name")),
        Section(gettext_lazy("連絡先"), ("email", "phone", "department", "title")),
        Section(gettext_lazy("役割"), ("state", "roles", "language")),
    ),
    "product": (
        Section(BASIC, ("name", "code", "kind", "active")),
        Section(gettext_lazy("単価"), ("list_price", "currency", "price_kind", "tax_type")),
        Section(
            gettext_lazy("売上と請求"), ("sales_cycle", "billing_cycle", "billing_timing", "proration", "auto_renew")
        ),
    ),
    "organisation": (
        Section(gettext_lazy("会社"), ("name", "postal_code", "address", "phone", "registration_number")),
        Section(gettext_lazy("メール"), ("sender_address", "language", "signature")),
        Section(gettext_lazy("日付と年度"), ("fiscal_first_month", "week_start", "zone", "closed_days")),
        Section(gettext_lazy("売上の計算"), ("posting_day", "rounding", "month_end_exempt", "split_at_closing_day")),
        Section(gettext_lazy("配信モード"), ("delivery_mode", "redirect_address")),
    ),
    "price": (
        Section(BASIC, ("product", "account", "kind", "unit_price", "valid_from", "valid_to", "priority", "tiers")),
    ),
    "opportunity": (Section(BASIC, ("name", "account", "owner", "stage", "kind", "expected_on", "contract")),),
    "order": (
        Section(BASIC, ("number", "kind", "contract", "quote", "effective_date", "confirmed_at", "confirmed_by")),
    ),
    "task": (Section(BASIC, ("subject", "owner", "due_at", "status", "record")),),
    "contract": (
        Section(BASIC, ("name", "account", "contact", "owner", "operations_user")),
        Section(gettext_lazy("請求先と関係者"), ("bill_to", "bill_to_contact", "end_user", "reseller")),
        Section(gettext_lazy("契約期間"), ("order_date", "acceptance_date", "end_date", "next_term_months")),
        Section(
            gettext_lazy("更新と解約申入れ"),
            (
                "renewal_type",
                "renewal_contact_method",
                "renewal_stage",
                "renewal_answer",
                "renewal_answer_source",
                "renewal_notice_date",
                "notice_months",
                "notice_days",
                "notice_to_month_end",
            ),
        ),
        Section(gettext_lazy("金額と支払"), ("currency", "payment_terms")),
    ),
}
