"""What every database starts with beside users and settings: list views, the renewal mail, the processes (off)."""

from daicho.business.operations.shipped_processes import ship_mail, ship_processes
from daicho.business.operations.shipped_views import ship_views
from daicho.engine.access.actors import SYSTEM
from daicho.engine.records.command import command
from daicho.engine.work.frame import Frame


def ship(frame: Frame) -> None:
    """Make what is missing; what somebody has changed stays as he changed it."""
    with command(actor=SYSTEM, reason="first_start", frame=frame, source="system") as running:
        ship_views(running)
        ship_mail(running)
        ship_processes(running)
