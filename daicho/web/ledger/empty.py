"""What an empty ledger says where contracts differ from other records: the first time, and the renewals of this month."""

from dataclasses import replace

from django.utils.translation import gettext

from daicho.engine.access import select
from daicho.engine.catalog.query import make_query
from daicho.web.addresses import address
from daicho.web.records.empty import EmptyState
from daicho.web.records.empty import empty_state as usual_empty_state
from daicho.web.records.listing import Listing
from daicho.web.records.location import Location
from daicho.web.visitors import Visitor

CONTRACT = "contract"
THIS_MONTH = "contract.renew_this_month"
NEXT_MONTH = "contract.renew_next_month"


def empty_state(listing: Listing, visitor: Visitor) -> EmptyState:
    """The words for a ledger without rows."""
    if listing.location.search:
        return usual_empty_state(listing, visitor)
    if listing.everything:
        may = visitor.actor.permissions.may("create", "quote")
        return EmptyState(
            gettext("まだ契約がありません"),
            gettext(
                "お使いのExcelの契約台帳をそのまま取り込めます。見積を作って受注確定すると、契約は自動で登録されます。"
            ),
            *importing(visitor),
            second=gettext("見積を作成") if may else "",
            second_link=address("quote_new") if may else "",
        )
    if listing.view.key == THIS_MONTH and not listing.changed:
        return EmptyState(
            gettext("今月、更新が必要な契約はありません"),
            next_due(visitor),
            gettext("来月分を見る"),
            Location(view=NEXT_MONTH).link if any(view.key == NEXT_MONTH for view in listing.views) else "",
        )
    return usual_empty_state(listing, visitor)


def importing(visitor: Visitor) -> tuple[str, str]:
    """The button to the import and its address; ("", "") for those who may not import."""
    may = visitor.actor.permissions.has_feature("import")
    return (gettext("Excelの台帳をインポート"), address("imports")) if may else ("", "")


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
