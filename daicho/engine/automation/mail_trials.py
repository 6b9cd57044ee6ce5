"""A mail as it would be made of a real record now, from a template that is being written or an alert. Sends nothing."""

from daicho.engine.access.actors import Actor
from daicho.engine.automation import readings
from daicho.engine.automation.actions import Firing, Made
from daicho.engine.automation.do_send_alert import composed
from daicho.engine.catalog import registry
from daicho.engine.mail import alerts
from daicho.engine.mail.alerts import Alert
from daicho.engine.records.reading import missing, require_readable
from daicho.engine.work.frame import Frame


def try_mail(alert: Alert, record_id: int, actor: Actor, frame: Frame) -> Made:
    """The mail of an alert for a record as it is now.

    Raises Missing for a record that the actor may not read, Invalid where nobody would get it or a needed field is empty.
    """
    require_readable(actor, alert.object, record_id, frame)
    return composed(alert, firing_for(alert, record_id, frame), frame)


def firing_for(alert: Alert, record_id: int, frame: Frame) -> Firing:
    """The record in its current term, with what the alert reads of it. Raises Missing."""
    spec = registry.get(alert.object)
    needs = alerts.needs_of(alert)
    paths = needs.paths | readings.surrounding_paths(spec)
    found = readings.read(alert.object, [record_id], paths, frame).get(record_id)
    if not found:
        raise missing(spec, record_id)
    reading = next((one for one in found if one.current), found[0])
    parts = readings.read_children(alert.object, [record_id], needs.children, frame) if needs.children else {}
    label, owner = readings.label_of(spec, reading.values), readings.owner_of(spec, reading.values)
    children = parts.get(record_id, {})
    occurrence = reading.occurrence
    return Firing(0, 0, "", 0, "", alert.object, record_id, occurrence, label, reading.values, owner, children)
