"""What an empty list says: why there is nothing, and what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from daicho.web.addresses import address
from daicho.web.records.listing import Listing
from daicho.web.visitors import Visitor

Words = str | Promise


@dataclass(frozen=True, slots=True)
class EmptyState:
    """A heading, a sentence, and a link ("" : none); `command` is what to type where no page does it; `second` another link."""

    heading: str
    text: str
    action: str = ""
    link: str = ""
    command: str = ""
    second: str = ""
    second_link: str = ""


@dataclass(frozen=True, slots=True)
class First:
    """The words where an object has no record yet; `create` names the button to the form."""

    heading: Words
    text: Words
    create: Words = ""


FIRST: Mapping[str, First] = {
    "quote": First(
        gettext_lazy("まだ見積がありません"),
        gettext_lazy("取引先と品目を選ぶと、売上と請求の予定を確認しながら作れます。"),
        gettext_lazy("見積を作成"),
    ),
    "account": First(
        gettext_lazy("まだ取引先がありません"),
        gettext_lazy("1件ずつ登録するか、ExcelやCSVからまとめてインポートできます。"),
        gettext_lazy("取引先を登録"),
    ),
    "contact": First(
        gettext_lazy("まだ取引先責任者がいません"),
        gettext_lazy("契約担当者や請求担当者を登録すると、更新のご案内の宛先に選べるようになります。"),
        gettext_lazy("取引先責任者を登録"),
    ),
    "product": First(
        gettext_lazy("まだ品目がありません"),
        gettext_lazy("販売しているサービスと単価を登録すると、見積で選べるようになります。"),
        gettext_lazy("品目を登録"),
    ),
    "opportunity": First(
        gettext_lazy("まだ商談がありません"),
        gettext_lazy("受注予定日とフェーズを登録すると、これからの受注を見通せます。"),
        gettext_lazy("商談を登録"),
    ),
    "task": First(
        gettext_lazy("今日のToDoはありません"),
        gettext_lazy("更新の確認や作業の依頼が届くと、ここに並びます。"),
        gettext_lazy("ToDoを登録"),
    ),
    "sales_entry": First(
        gettext_lazy("まだ売上明細がありません"),
        gettext_lazy("見積を受注確定するか契約を更新すると、売上と請求の予定がここに並びます。"),
    ),
}
IMPORTED = ("account", "contact")
"""Objects whose records an Excel ledger brings along."""
SEARCH_HELP: Mapping[str, Words] = {
    "contract": gettext_lazy(
        "会社名の一部、契約番号、契約名、契約担当者の名前で探せます。全角・半角、かな・カナの違いは問いません。"
    ),
}
NOTHING_MEETS: Mapping[str, First] = {
    "contract": First(
        gettext_lazy("条件に合う契約はありません"),
        gettext_lazy("終了した契約も含めて探す場合は、状態の条件を外してください。"),
    ),
    "task": First(
        gettext_lazy("条件に合うToDoはありません"),
        gettext_lazy("更新の確認や作業の依頼が届くと、ここに並びます。"),
    ),
}


def empty_state(listing: Listing, visitor: Visitor) -> EmptyState:
    """The words for a list without rows."""
    location, key = listing.location, listing.kind.object
    if location.search:
        return EmptyState(
            gettext("「%(query)s」に一致するものはありません") % {"query": location.search},
            str(SEARCH_HELP.get(key, _search_help(listing))),
            gettext("条件を消す"),
            location.start(search="").link,
        )
    if listing.everything and key in FIRST:
        words = FIRST[key]
        may = visitor.actor.permissions.may("create", key)
        link = address(f"{key}_new") if may else ""
        taken = address("imports") if key in IMPORTED and visitor.actor.permissions.has_feature("import") else ""
        second = gettext("インポート") if taken else ""
        return EmptyState(str(words.heading), str(words.text), str(words.create), link, "", second, taken)
    words = NOTHING_MEETS.get(key) or First(gettext("条件に合うものはありません"), "")
    return EmptyState(str(words.heading), str(words.text), gettext("条件をすべて外す"), location.without_filter().link)


def _search_help(listing: Listing) -> str:
    return gettext("%(fields)sの一部で探せます。全角・半角、かな・カナの違いは問いません。") % {
        "fields": listing.kind.hint
    }
