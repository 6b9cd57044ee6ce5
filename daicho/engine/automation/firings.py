"""Stored actions with the values of their records: what an action type is given to act on."""

from collections.abc import Mapping, Sequence
from typing import Any

from daicho.engine.automation import readings
from daicho.engine.automation.actions import Firing
from daicho.engine.automation.models import ScheduledAction
from daicho.engine.automation.plan_values import EVENT_MARK
from daicho.engine.automation.readings import Reading
from daicho.engine.catalog import registry


def firing(row: ScheduledAction, found: Sequence[Reading], parts: Mapping[int, Any]) -> Firing:
    """The row with the values of its own term; of the current one where its term is gone."""
    reading = reading_of(row, found)
    spec = registry.get(row.object)
    return Firing(
        row.pk,
        row.process_id,
        row.process.name,
        row.version.number,
        row.step,
        row.object,
        row.record_id,
        row.occurrence,
        readings.label_of(spec, reading.values),
        reading.values,
        readings.owner_of(spec, reading.values) or row.process.owner_id,
        parts.get(row.record_id, {}),
    )


def reading_of(row: ScheduledAction, found: Sequence[Reading]) -> Reading:
    """The reading of the row's own term; of the current one where its term is gone."""
    family = row.occurrence.split(EVENT_MARK)[0].split("/")[0]
    own = next((one for one in found if one.occurrence == family), None)
    return own or next((one for one in found if one.current), found[0])
