"""The views that are measured: each as a question to Daicho and as the SQL that somebody would write by hand for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bench.company import FRAME
from daicho.business.operations.content.views import COLUMNS, RENEWABLE, RUNNING, UNDECIDED
from daicho.engine.access.actors import Actor
from daicho.engine.catalog.query import Query, make_query
from daicho.values.months import add_months, month_end

CURRENT = "t.contract_id = c.id AND t.valid_from <= %(today)s AND t.valid_to >= %(today)s"
MRR = """(SELECT COALESCE(sum(l.mrr), 0) FROM contracts_contractline l WHERE l.contract_id = c.id AND l.start_date <= %(today)s
AND (l.end_date IS NULL OR l.end_date >= %(today)s) AND (c.cancel_date IS NULL OR c.cancel_date >= %(today)s))"""
STATUS = """CASE WHEN c.provisional THEN 'provisional' WHEN c.cancel_date < %(today)s THEN 'cancelled'
WHEN c.cancel_date IS NOT NULL THEN 'cancelling' WHEN c.first_start_date > %(today)s THEN 'upcoming'
WHEN t.end_date < %(today)s THEN 'ended' ELSE 'active' END"""
ROWS = f"""SELECT c.id, t.end_date, t.renewal_due_date, c.number, c.name, c.account_id, a.name, c.contact_id, p.name,
t.start_date, c.billing_cycle, {MRR} AS mrr, {STATUS} AS status, t.renewal_stage, c.owner_id, u.name
FROM contracts_contract c JOIN contracts_contractterm t ON {CURRENT}
JOIN parties_account a ON a.id = c.account_id LEFT JOIN parties_contact p ON p.id = c.contact_id
JOIN user_account u ON u.id = c.owner_id
WHERE {{where}} ORDER BY {{order}} LIMIT %(limit)s"""
COUNT = f"SELECT count(*) FROM contracts_contract c JOIN contracts_contractterm t ON {CURRENT} WHERE {{where}}"
COUNT_PLAIN = "SELECT count(*) FROM contracts_contract c WHERE {where}"
STILL_OPEN = "t.renewal_stage NOT IN ('renewed', 'cancelled') AND t.renewal_type <> 'none'"
IN_USE = """NOT c.provisional AND (c.cancel_date IS NULL OR c.cancel_date >= %(today)s) AND (c.cancel_date IS NOT NULL
OR c.first_start_date <= %(today)s AND (t.end_date IS NULL OR t.end_date >= %(today)s))"""
BOTH = ("administrator", "salesperson")


@dataclass(frozen=True, slots=True)
class View:
    """`where` and `order` are the hand-written conditions and order; `aim` is the p95 of a page in milliseconds."""

    name: str
    filter: Any
    where: str
    sort: str = "end_date,id"
    order: str = "t.end_date, t.contract_id"
    after: str = "(t.end_date, t.contract_id) > (%(key)s, %(id)s)"
    key_column: int = 1
    termless: bool = False
    aim: float | None = 50
    asked_by: Sequence[str] = BOTH

    def query(self, columns: Sequence[str] = COLUMNS) -> Query:
        """The view as Daicho is asked."""
        return make_query("contract", columns=columns, filter=self.filter, sort=self.sort)

    def rows(self, actor: Actor, last: tuple[Any, ...] | None, limit: int) -> tuple[str, dict[str, Any]]:
        """One page by hand; `last` are sort value and id of the row before it."""
        where = self._where(actor) + (f" AND {self.after}" if last else "")
        key, last_id = last or (None, None)
        values = self._values(actor) | {"limit": limit + 1, "key": key, "id": last_id}
        return ROWS.format(where=where, order=self.order), values

    def count(self, actor: Actor) -> tuple[str, dict[str, Any]]:
        """The count by hand."""
        return (COUNT_PLAIN if self.termless else COUNT).format(where=self._where(actor)), self._values(actor)

    def key(self, row: tuple[Any, ...]) -> tuple[Any, Any]:
        """Sort value and id of a row."""
        return row[self.key_column], row[0]

    def _where(self, actor: Actor) -> str:
        own = "" if actor.permissions.may("view_all", "contract") else " AND c.owner_id = ANY(%(owners)s)"
        return self.where + own

    def _values(self, actor: Actor) -> dict[str, Any]:
        first: date = FRAME.today.replace(day=1)
        return {
            "today": FRAME.today,
            "month": first,
            "month_end": month_end(first),
            "half_year": add_months(FRAME.today, 6),
            "owners": sorted(actor.reads),
            "me": actor.user_id,
        }


VIEWS = (
    View("all, by end", None, "TRUE", termless=True),
    View(
        "three filters (running, open, renewable), by end",
        {"and": [RUNNING, UNDECIDED, RENEWABLE]},
        f"{IN_USE} AND {STILL_OPEN}",
    ),
    View(
        "to be renewed this month, by due date",
        {"and": [{"field": "renewal_due_date", "op": "eq", "value": "THIS_MONTH"}, UNDECIDED, RENEWABLE]},
        f"t.renewal_due_date BETWEEN %(month)s AND %(month_end)s AND {STILL_OPEN}",
        sort="renewal_due_date,id",
        order="t.renewal_due_date, t.contract_id",
        key_column=2,
    ),
    View("owner = ME, by end", {"field": "owner", "op": "eq", "value": "ME"}, "c.owner_id = %(me)s", termless=True),
    View(
        "name contains クラウド, by end",
        {"field": "name", "op": "contains", "value": "クラウド"},
        "c.name_normal LIKE '%%くらうど%%'",
        termless=True,
    ),
    View(
        "customer contains 青葉製作所12, by end",
        {"field": "account.name", "op": "contains", "value": "青葉製作所12"},
        "EXISTS (SELECT 1 FROM parties_account x WHERE x.id = c.account_id AND x.name_normal LIKE '%%青葉製作所12%%')",
        termless=True,
    ),
    View(
        "all, largest MRR first (worst case)",
        None,
        "TRUE",
        sort="-mrr,-id",
        order="mrr DESC, c.id DESC",
        after=f"({MRR}, c.id) < (%(key)s, %(id)s)",
        key_column=11,
        termless=True,
        aim=None,
        asked_by=("administrator",),
    ),
)
