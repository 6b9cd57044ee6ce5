"""How processes are doing: what waits, what did not run, when one ran last. One query for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from daicho.engine.automation.models import ScheduledAction
from daicho.engine.automation.plan_values import LIVE, NOT_DONE


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one process; `last_run` None: nothing has run yet."""

    waiting: int = 0
    not_done: int = 0
    last_run: datetime | None = None


def figures(process_id: int | None = None) -> Mapping[int, Figures]:
    """By process id (None: of all); a process without actions is absent."""
    rows = ScheduledAction.objects.order_by()
    if process_id is not None:
        rows = rows.filter(process_id=process_id)
    found = rows.values_list("process_id").annotate(
        waiting=Count("pk", filter=Q(state__in=LIVE)),
        not_done=Count("pk", filter=Q(state__in=NOT_DONE)),
        last_run=Max("finished_at", filter=Q(state="done")),
    )
    return {row[0]: Figures(*row[1:]) for row in found}
