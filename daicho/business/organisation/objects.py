"""The organisation's settings as the catalog describes them, so that forms, history and mails read them like any record."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

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


def check_organisation(values: Mapping[str, Any]) -> list[Problem]:
    """A zone that exists, closed days that are dates, an address where mail is redirected."""
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
    if values.get("delivery_mode") == "redirect" and not values.get("redirect_address"):
        problems.append(NO_REDIRECT.problem("redirect_address"))
    return problems


ORGANISATION = ObjectSpec(
    "organisation",
    Label("組織", "Organisation"),
    Label("組織", "Organisation"),
    Organisation,
    (
        text("name", "自社名", "Company name"),
        field("email", "sender_address", "差出人アドレス", "Sender address", filterable=False),
        long_text("signature", "既定の署名", "Default signature", filterable=False),
        text("zone", "タイムゾーン", "Time zone", default="Asia/Tokyo", required=True, filterable=False),
        whole("fiscal_first_month", "年度の開始月", "First fiscal month", 1, 12, default=4, required=True),
        whole("week_start", "週の始まり（0＝月曜）", "Week start (0 = Monday)", 0, 6, default=0, required=True),
        whole(
            "posting_day", "売上計上日（31＝月末）", "Posting day (31 = month end)", 1, 31, default=31, required=True
        ),
        picklist("rounding", "端数処理", "Rounding", ROUNDINGS, default="down", required=True),
        checkbox("month_end_exempt", "月末終了は日割りしない", "No proration at month end", default=False),
        checkbox("split_at_closing_day", "締日でも区切る", "Split at closing day", default=False),
        field("json", "closed_days", "休業日", "Closed days", filterable=False),
        picklist("language", "言語", "Language", LANGUAGES, default="ja"),
        picklist("delivery_mode", "配信モード", "Delivery mode", DELIVERY_MODES),
        field("email", "redirect_address", "転送先", "Redirect to", filterable=False),
    ),
    made_by=Label("設定", "the settings"),
    validate=check_organisation,
)

OBJECTS = (ORGANISATION,)
