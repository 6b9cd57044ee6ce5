"""Which mails an actor may see, and how many of them stand in each state: one question for a page that only counts."""

from collections.abc import Sequence

from django.db.models import Count, Q

from daicho.engine.access.about import about_readable
from daicho.engine.access.actors import Actor
from daicho.engine.access.scope import RowRight
from daicho.engine.mail.models import Mail, MailPart
from daicho.engine.mail.states import State
from daicho.engine.work.frame import Frame

OBJECT = "email_message"


def visible(actor: Actor, frame: Frame, right: RowRight = "read") -> Q:
    """The condition on mails that the actor may see (edit) them: those about a record that he may, one of several is enough.

    Mails of no record are for those who may see every mail.
    """
    own = about_readable(actor, frame, right)
    found = own | Q(pk__in=MailPart.objects.filter(own).values("mail"))
    return found | Q(object="") if actor.permissions.may("view_all", OBJECT) else found


def counted(actor: Actor, frame: Frame, states: Sequence[State]) -> dict[State, int]:
    """The number of mails by state; 0 for states without any."""
    rows = (
        Mail.objects.filter(visible(actor, frame), state__in=states)
        .values_list("state")
        .annotate(Count("pk"))
        .order_by()
    )
    return dict.fromkeys(states, 0) | {State(state): number for state, number in rows}
