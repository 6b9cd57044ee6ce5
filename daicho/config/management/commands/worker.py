"""`daicho worker`: does what is due, once or until told to end; what the units are is the wiring's business."""

import os
import signal
import sys
from typing import Any

from django.core.management.base import CommandParser

from daicho.config.command_line import DaichoCommand
from daicho.config.server import wait_for_end_of_input
from daicho.engine.work import loop, units
from daicho.engine.work.clock import now
from daicho.engine.work.frame import Frame, frame_at


class Command(DaichoCommand):
    """Do what is due."""

    help = "Do what is due: waiting actions and mails. An interrupt ends it after the item in hand."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to end when nothing is due."""
        parser.add_argument("--once", action="store_true", help="do all that is due now, then end")
        parser.add_argument("--until-input-closes", action="store_true", help="end when the standard input closes")

    def handle(self, *_args: Any, once: bool, until_input_closes: bool, **_options: Any) -> None:
        """Work. With --once, exits with 1 when a unit failed (the log says how); with 2 when the database is away at the start."""
        present()  # a database that does not answer now is a wrong setting; later it is a failure that passes
        loop.end_on_signals()
        if until_input_closes:
            wait_for_end_of_input(lambda: os.kill(os.getpid(), signal.SIGTERM))
        if not once:
            loop.run_forever(present, units.every())
            return
        report = loop.run_due(present, units.every())
        if report.failed:
            self.stderr.write(f"失敗 / failed: {', '.join(report.failed)}")
            sys.exit(1)


def present() -> Frame:
    """This moment, with the organisation's habits."""
    return frame_at(now())
