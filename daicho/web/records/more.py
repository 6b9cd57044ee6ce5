"""What is rarely looked at on a record's page: further lists and the history. Read only when it is asked for."""

from typing import Any

from daicho.engine.records import history
from daicho.web.changes import changes_of
from daicho.web.records.kinds import Kind
from daicho.web.records.related import related_lists
from daicho.web.visitors import Visitor

MOST_CHANGES = 50


def more_of(kind: Kind, record_id: int, visitor: Visitor, currency: str = "JPY") -> dict[str, Any]:
    """The context of that part: related lists and changes, the latest first. The caller has checked that it may be read."""
    changed = history.of_record(kind.object, record_id)[:MOST_CHANGES]
    return {
        "opened": True,
        "related": related_lists(kind, record_id, visitor),
        "content": changes_of(kind.object, changed, visitor, currency),
    }
