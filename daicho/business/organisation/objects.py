"""The organisation's settings as the catalog describes them, so that forms, history and mails read them like any record."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from daicho.business.organisation import registration
from daicho.business.organisation.models import Organisation
from daicho.engine.catalog.declare import checkbox, field, long_text, picklist, text, whole
from daicho.engine.catalog.specs import ObjectSpec
from daicho.rules.codes import LANGUAGES, ROUNDINGS
from daicho.values.labels import Label, Message, Problem

DELIVERY_MODES = {
    "off": Label("停止", "Off"),
    "capture": Label("記録のみ", "Capture only"),
    "internal": Label("社内のみ", "Internal only"),
    "redirect": Label("転送", "Redirect all"),
    "live": Label("送信する", "Live"),
}
UNKNOWN_ZONE = Message(
    "unknown_zone",
    ja="「{zone}」というタイムゾーンはありません（例：Asia/Tokyo）。",
    en="There is no time zone “{zone}” (for example: Asia/Tokyo).",
)
NOT_A_DAY = Message(
    "closed_day_unreadable",
    ja="休業日「{day}」は日付として読み取れません（例：2025-12-29）。",
    en="The closed day “{day}” is no date (for example: 2025-12-29).",
)
NO_REDIRECT = Message(
    "redirect_address_missing",
    ja="転送モードには転送先のアドレスが必要です。",
    en="Redirecting all mail needs an address to redirect to.",
)
NAME_HELP = Label("見積書とメールに印字されます。", "Printed on quotations and in mails.")
REGISTRATION_HELP = Label("T と13桁の数字。見積書に印字されます。", "T and 13 digits. Printed on quotations.")
SENDER_HELP = Label(
    "お客様あてメールの差出人になります。返信は営業担当に届きます。",
    "Mails to customers come from this address; answers go to the sales owner.",
)
SIGNATURE_HELP = Label(
    "利用者の署名が空のときに使います。これも空のときは、自社名・担当者名・電話番号・メールアドレスを並べます。",
    "Used where a user has no signature. When this is empty too, company, name, phone and mail address are listed.",
)
FISCAL_HELP = Label(
    "年度ごとの集計と「今年度」の条件に使います。3月決算なら4月です。",
    "Used for yearly figures and for “this fiscal year”. A fiscal year that ends in March begins in April.",
)
POSTING_HELP = Label(
    "毎月この日で売上を区切ります。多くの会社は月末です。",
    "Sales are cut at this day of each month. Most companies use the month end.",
)
ROUNDING_HELP = Label(
    "日割りや値引きで生じた1円未満の扱い。", "What becomes of fractions from proration and discounts."
)
EXEMPT_HELP = Label(
    "月の途中から始まり月末に終わる利用を、1か月分として計上します。",
    "A use that begins within a month and ends with it counts as a whole month.",
)
SPLIT_HELP = Label(
    "売上計上日のほか、お客様の締日でも売上明細を区切ります。",
    "Entries are cut at the customer's closing day as well as at the posting day.",
)
CLOSED_HELP = Label(
    "土日と国民の祝日は登録不要です。1行に1日、または期間で入力します（例：2026/12/29～2027/01/03）。",
    "Weekends and national holidays are known. One day or period a line (for example 2026/12/29～2027/01/03).",
)
REDIRECT_HELP = Label("「転送」のときだけ使います。", "Used by “Redirect all” only.")


def check_organisation(values: Mapping[str, Any]) -> list[Problem]:
    """A zone that exists, closed days that are dates, a registration number, an address where mail is redirected."""
    problems = []
    try:
        ZoneInfo(str(values.get("zone")))
    except (ZoneInfoNotFoundError, ValueError):
        problems.append(UNKNOWN_ZONE.problem("zone", zone=values.get("zone")))
    for day in values.get("closed_days") or []:
        try:
            date.fromisoformat(str(day))
        except ValueError:
            problems.append(NOT_A_DAY.problem("closed_days", day=day))
    number = values.get("registration_number")
    if number and not registration.is_number(number):
        problems.append(registration.NOT_A_NUMBER.problem("registration_number", value=number))
    if values.get("delivery_mode") == "redirect" and not values.get("redirect_address"):
        problems.append(NO_REDIRECT.problem("redirect_address"))
    return problems


def tidy(values: Mapping[str, Any], changed: frozenset[str]) -> Mapping[str, Any]:
    """The registration number in its usual form, closed days in order and each once."""
    result: dict[str, Any] = {}
    if "registration_number" in changed and values.get("registration_number"):
        result["registration_number"] = registration.usual_form(str(values["registration_number"]))
    days = values.get("closed_days")
    if "closed_days" in changed and isinstance(days, list):
        result["closed_days"] = sorted({str(day) for day in days})
    return result


ORGANISATION = ObjectSpec(
    "organisation",
    Label("組織", "Organisation"),
    Label("組織", "Organisation"),
    Organisation,
    (
        text("name", "自社名", "Company name", help=NAME_HELP),
        text("postal_code", "郵便番号", "Postal code", filterable=False),
        text("address", "住所", "Address", filterable=False),
        field("phone", "phone", "電話番号", "Phone", filterable=False),
        text(
            "registration_number",
            "登録番号（適格請求書発行事業者）",
            "Invoice registration no.",
            filterable=False,
            help=REGISTRATION_HELP,
        ),
        text("logo", "ロゴ", "Logo", made=True, filterable=False),
        text("seal", "社印", "Company seal", made=True, filterable=False),
        text("cancellation_form", "解約届", "Cancellation form", made=True, filterable=False),
        field("email", "sender_address", "差出人アドレス", "Sender address", filterable=False, help=SENDER_HELP),
        long_text("signature", "既定の署名", "Default signature", filterable=False, help=SIGNATURE_HELP),
        text("zone", "タイムゾーン", "Time zone", default="Asia/Tokyo", required=True, filterable=False),
        whole(
            "fiscal_first_month",
            "年度の開始月",
            "First fiscal month",
            1,
            12,
            default=4,
            required=True,
            help=FISCAL_HELP,
        ),
        whole("week_start", "週の始まり（0＝月曜）", "Week start (0 = Monday)", 0, 6, default=0, required=True),
        whole(
            "posting_day",
            "売上計上日（31＝月末）",
            "Posting day (31 = month end)",
            1,
            31,
            default=31,
            required=True,
            help=POSTING_HELP,
        ),
        picklist("rounding", "端数処理", "Rounding", ROUNDINGS, default="down", required=True, help=ROUNDING_HELP),
        checkbox(
            "month_end_exempt",
            "月末終了は日割りしない",
            "No proration at month end",
            default=False,
            help=EXEMPT_HELP,
        ),
        checkbox("split_at_closing_day", "締日でも区切る", "Split at closing day", default=False, help=SPLIT_HELP),
        field("json", "closed_days", "休業日", "Closed days", filterable=False, help=CLOSED_HELP),
        picklist("language", "言語", "Language", LANGUAGES, default="ja"),
        picklist("delivery_mode", "配信モード", "Delivery mode", DELIVERY_MODES),
        field("email", "redirect_address", "転送先", "Redirect to", filterable=False, help=REDIRECT_HELP),
    ),
    made_by=Label("設定", "the settings"),
    derive=tidy,
    validate=check_organisation,
)

OBJECTS = (ORGANISATION,)
