"""`daicho backup FILE`: the whole database in one file, taken while others go on working."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from daicho.config.backups import back_up
from daicho.config.command_line import DaichoCommand


class Command(DaichoCommand):
    """Write a backup."""

    help = "Write the whole database into one file. Others may go on working meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("file", type=Path, metavar="FILE", help="the file to write; it must not exist yet")

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        """Write it and print where."""
        back_up(file)
        self.stdout.write(str(file))
