"""Notifications: the only writer of their table. Rendering texts and deciding who is told is left to others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from daicho.engine.activity.models import Notification
from daicho.engine.records import bulk
from daicho.engine.work.frame import Frame

COLUMNS = ("user_id", "title", "body", "record", "group", "kind", "created_at", "read_at")


@dataclass(frozen=True, slots=True)
class Notice:
    """What one user is told. `record` is like "contract:12" ("" for nothing in particular), `kind` as in the table."""

    user_id: int
    title: str
    body: str = ""
    record: str = ""
    group: str = ""
    kind: str = ""


def notify(notices: Iterable[Notice], frame: Frame) -> int:
    """Store notices, many at once; the same notice twice in one call is told once. Returns how many were stored."""
    kept = list(dict.fromkeys(notices))
    none: datetime | None = None
    rows = [(one.user_id, one.title, one.body, one.record, one.group, one.kind, frame.now, none) for one in kept]
    if rows:
        bulk.insert(Notification, COLUMNS, rows)
    return len(rows)


def mark_read(user_id: int, ids: Iterable[int] | None, frame: Frame) -> int:
    """Mark the user's own notices as read (`ids` None: all of them). Returns how many were unread."""
    unread = Notification.objects.filter(user_id=user_id, read_at=None)
    return (unread if ids is None else unread.filter(id__in=list(ids))).update(read_at=frame.now)
