"""The unit of work that tells somebody about mails that failed or whose result is unknown. Who is told, wiring says."""

from collections.abc import Callable, Sequence

from django.db import transaction

from daicho.engine.mail.models import Mail
from daicho.engine.work.frame import Frame
from daicho.engine.work.units import Unit

BATCH = 100
Hook = Callable[[Sequence[Mail], Frame], None]
_hooks: list[Hook] = []


def provide_hooks(hooks: Sequence[Hook]) -> None:
    """Say who tells of problems; called once by wiring. A hook gets the mails in the transaction that marks them as told."""
    _hooks[:] = hooks


def tell(frame: Frame) -> bool:
    """Hand mails with an untold problem to the hooks; whether there was any. A hook that raises is tried again later.

    A mail that is `sent` is among them when some of its recipients were refused (its `error` names them).
    """
    if not _hooks:
        return False
    with transaction.atomic():
        mails = list(Mail.objects.filter(to_tell=True).order_by("id").select_for_update(skip_locked=True)[:BATCH])
        for hook in _hooks if mails else ():
            hook(mails, frame)
        Mail.objects.filter(id__in=[mail.pk for mail in mails]).update(to_tell=False)
    return bool(mails)


def unit() -> Unit:
    """Telling of problems as a unit of work."""
    return Unit("tell of mail problems", tell)
