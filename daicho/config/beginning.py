"""What every request and every piece of background work begins with, in one query: the organisation's habits, and the fields
that people have added as they are at this moment."""

from daicho.business.organisation.models import Organisation
from daicho.business.organisation.settings import habits_of
from daicho.engine.shaping import loaded
from daicho.engine.work.frame import Habits


def begin() -> Habits:
    """The habits; from here on this thread sees the custom fields as they stand in the database now."""
    row = Organisation.objects.filter(pk=1).annotate(fields_stamp=loaded.STAMP).first()
    loaded.use(loaded.stamp_now() if row is None else row.fields_stamp or "")
    return habits_of(row or Organisation(pk=1))
