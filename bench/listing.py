"""The ledger view at full size: rows of page 1 and page 1,000, and the exact count, beside SQL written by hand.

Each question is asked as somebody: the administrator, or a salesperson who sees a quarter of the contracts.
"""

import random
import time
from dataclasses import dataclass
from typing import Any

import psycopg

from bench.company import FRAME, LINES, Company
from bench.database import bare
from bench.importing import take_in
from bench.options import Options
from bench.report import Figure
from bench.timing import Watch, percentile
from bench.views import VIEWS, View
from daicho.business.contracts.models import Contract
from daicho.engine.access import select
from daicho.engine.access.actors import Actor
from daicho.engine.catalog.query import LARGEST_PAGE, Query

AT_ONCE = 1_000
PAGE = 50
FAR = 1_000
"""The page far behind, and the rows on each."""


def measure(options: Options, ours: Company, watch: Watch) -> list[Figure]:
    """The figures of building the ledger and of every view."""
    figures = _build(ours, options.contracts)
    people = {"administrator": ours.administrator, "salesperson": ours.salesperson}
    with bare() as connection:
        for view in VIEWS:
            for who in view.asked_by:
                figures += _Asked(view, who, people[who], options, watch, connection).figures()
    return figures


def _build(ours: Company, wanted: int) -> list[Figure]:
    """Book contracts until there are as many as wanted; says whether the last ones took longer than the first."""
    chance = random.Random(6)
    rates = []
    begun = time.perf_counter()
    while (missing := wanted - Contract.objects.count()) > 0:
        count = min(AT_ONCE, missing)
        start = time.perf_counter()
        take_in(ours, chance, count)
        rates.append(count * LINES / (time.perf_counter() - start))
        if len(rates) % 20 == 0:
            print(f"  {Contract.objects.count():,} contracts, {rates[-1]:,.0f} licences/s", flush=True)
    with bare() as connection:
        connection.execute("VACUUM ANALYZE")
    if len(rates) < 10:
        return []
    tenth = len(rates) // 10
    first, last = sum(rates[:tenth]) / tenth, sum(rates[-tenth:]) / tenth
    took = time.perf_counter() - begun
    return [
        Figure(
            f"bulk booking of {wanted:,} contracts in {took:,.0f} s: last tenth, beside the first",
            last,
            first,
            "licences/s",
            1_500,
        )
    ]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One view asked by one person."""

    view: View
    who: str
    actor: Actor
    options: Options
    watch: Watch
    connection: "psycopg.Connection[Any]"

    def figures(self) -> list[Figure]:
        """Page 1, page 1,000 where there is one, count."""
        name = f"{self.view.name}, {self.who}"
        total = select.count(self.actor, self.view.query(), FRAME)
        found = [self._page(f"{name}: page 1 of {-(-total // PAGE):,}", None)]
        if total > (FAR - 1) * PAGE:
            found.append(self._page(f"{name}: page {FAR:,}", self._cursor(FAR - 1)))
        return [*found, self._count(f"{name}: count of {total:,}")]

    def _page(self, what: str, cursor: str | None) -> Figure:
        query = self.view.query().page(PAGE, cursor)
        statement, values = self.view.rows(self.actor, self._last(cursor), PAGE)
        ours = self._repeat(lambda: select.select(self.actor, query, FRAME), what)
        floor = self._repeat(lambda: self.connection.execute(statement, values).fetchall())
        same = [row["id"] for row in select.select(self.actor, query, FRAME).rows]
        bare_rows = [row[0] for row in self.connection.execute(statement, values).fetchall()]
        assert same == bare_rows[:PAGE], f"{what}: not the rows of the hand-written SQL"
        return Figure(f"{what}, p95", percentile(ours, 95), percentile(floor, 95), "ms", self.view.aim, 2)

    def _count(self, what: str) -> Figure:
        query = self.view.query()
        statement, values = self.view.count(self.actor)
        ours = self._repeat(lambda: select.count(self.actor, query, FRAME), what)
        floor = self._repeat(lambda: self.connection.execute(statement, values).fetchall())
        [(bare_count,)] = self.connection.execute(statement, values).fetchall()
        assert select.count(self.actor, query, FRAME) == bare_count, f"{what}: not the count of the hand-written SQL"
        return Figure(f"{what}, p95", percentile(ours, 95), percentile(floor, 95), "ms", None, 2)

    def _repeat(self, work: Any, title: str = "") -> list[float]:
        """Times of the work, warm; slow work is repeated less often."""
        work()
        once = self.watch.once(work)
        return self.watch.many([work] * max(5, min(self.options.rounds, int(4 / once))), title)

    def _cursor(self, pages: int) -> str | None:
        """The cursor behind so many pages."""
        cursor, left = None, pages * PAGE
        while left:
            limit = min(left, LARGEST_PAGE)
            cursor = select.select(self.actor, self._narrow().page(limit, cursor), FRAME).next_cursor
            left -= limit
        return cursor

    def _narrow(self) -> Query:
        return self.view.query(columns=("id",))

    def _last(self, cursor: str | None) -> tuple[Any, ...] | None:
        """The sort values of the row before the page, for the hand-written SQL."""
        if cursor is None:
            return None
        statement, values = self.view.rows(self.actor, None, (FAR - 1) * PAGE)
        return self.view.key(self.connection.execute(statement, values).fetchall()[(FAR - 1) * PAGE - 1])
