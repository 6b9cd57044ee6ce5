"""What every database starts with beside users and settings: list views, mails, processes (off)."""

from daicho.business.operations.content.mails import ship_mails
from daicho.business.operations.content.processes import ship_processes
from daicho.business.operations.content.reports import ship_reports
from daicho.business.operations.content.views import ship_views
from daicho.engine.access.actors import SYSTEM
from daicho.engine.records.command import command
from daicho.engine.work.frame import Frame


def ship(frame: Frame) -> None:
    """Make what is missing; what somebody has changed stays as he changed it."""
    with command(actor=SYSTEM, reason="first_start", frame=frame, source="system") as running:
        ship_views(running)
        ship_reports(running)
        ship_mails(running)
        ship_processes(running)
