"""What becomes of a deleted field that nobody restored: its values go, then its row; then the key is free. A unit of work."""

from datetime import timedelta

from daicho.engine.records import leftovers
from daicho.engine.shaping.models import CustomField
from daicho.engine.shaping.services import KEPT_DAYS
from daicho.engine.work.frame import Frame
from daicho.engine.work.units import Unit

AT_ONCE = 1_000


def purge(frame: Frame) -> bool:
    """One batch of values of one field that was deleted more than KEPT_DAYS ago, or its row when no value is left."""
    row = CustomField.objects.filter(deleted_at__lt=frame.now - timedelta(days=KEPT_DAYS)).order_by("id").first()
    if row is None:
        return False
    if not leftovers.strip(row.object, row.key, AT_ONCE):
        CustomField.objects.filter(pk=row.pk, deleted_at=row.deleted_at).delete()
    return True


UNIT = Unit("remove deleted fields", purge)
