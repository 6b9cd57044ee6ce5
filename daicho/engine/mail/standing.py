"""How many mails of the records that an actor may read stand in each state: one question for a page that only counts."""

from collections.abc import Sequence

from django.db.models import Count, Q

from daicho.engine.access.about import about_readable
from daicho.engine.access.actors import Actor
from daicho.engine.mail.models import Mail
from daicho.engine.mail.states import State
from daicho.engine.work.frame import Frame

OBJECT = "email_message"


def counted(actor: Actor, frame: Frame, states: Sequence[State]) -> dict[State, int]:
    """The number of mails by state; 0 for states without any. A mail of no record counts for those who may see every mail."""
    visible = about_readable(actor, frame)
    if actor.permissions.may("view_all", OBJECT):
        visible |= Q(object="")
    rows = Mail.objects.filter(visible, state__in=states).values_list("state").annotate(Count("pk")).order_by()
    return dict.fromkeys(states, 0) | {State(state): number for state, number in rows}
