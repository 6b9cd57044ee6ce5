"""What an empty ledger says: why there is nothing, and what to do next."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext

from daicho.engine.access import select
from daicho.engine.catalog.query import make_query
from daicho.web.ledger.listing import CONTRACT, Listing
from daicho.web.ledger.location import Location
from daicho.web.visitors import Visitor

THIS_MONTH = "contract.renew_this_month"
NEXT_MONTH = "contract.renew_next_month"


@dataclass(frozen=True, slots=True)
class EmptyState:
    """A heading, a sentence, and a link ("" : none); `command` is what to type where no page does it."""

    heading: str
    text: str
    action: str = ""
    link: str = ""
    command: str = ""


def empty_state(listing: Listing, visitor: Visitor) -> EmptyState:
    """The words for a list without rows."""
    location = listing.location
    if location.search:
        return EmptyState(
            gettext("「%(query)s」に一致するものはありません") % {"query": location.search},
            gettext(
                "会社名の一部、契約番号、契約名、契約担当者の名前で探せます。全角・半角、かな・カナの違いは問いません。"
            ),
            gettext("条件を消す"),
            location.start(search="").link,
        )
    if listing.everything:
        return EmptyState(
            gettext("まだ契約がありません"),
            gettext("お使いのExcelの契約台帳をそのまま取り込めます。見積を受注確定すると、契約は自動で登録されます。"),
            command="daicho import FILE --ledger",
        )
    if listing.view.key == THIS_MONTH and not listing.changed:
        return EmptyState(
            gettext("今月、更新が必要な契約はありません"),
            next_due(visitor),
            gettext("来月分を見る"),
            Location(view=NEXT_MONTH).link if any(view.key == NEXT_MONTH for view in listing.views) else "",
        )
    return EmptyState(
        gettext("条件に合う契約はありません"),
        gettext("終了した契約も含めて探す場合は、状態の条件を外してください。"),
        gettext("条件をすべて外す"),
        location.without_filter().link,
    )


def next_due(visitor: Visitor) -> str:
    """Which contract is the next to be renewed after this month; "" when there is none."""
    after = {"and": [{"field": "renewal_due_date", "op": "gt", "value": "THIS_MONTH"}, undecided()]}
    question = make_query(
        CONTRACT, columns=["renewal_due_date", "account"], filter=after, sort="renewal_due_date", limit=1
    )
    rows = select.select(visitor.actor, replace(question, limit=1), visitor.frame).rows
    if not rows:
        return gettext("この先、更新の期限を迎える契約もありません。")
    due = rows[0]["renewal_due_date"].strftime("%Y/%m/%d")
    return gettext("次に更新の期限を迎えるのは %(date)s、%(account)s です。") % {
        "date": due,
        "account": rows[0]["account"].name,
    }


def undecided() -> dict[str, object]:
    """The condition that neither renewal nor cancellation is decided."""
    return {"field": "renewal_stage", "op": "not_in", "value": ["renewed", "cancelled"]}
