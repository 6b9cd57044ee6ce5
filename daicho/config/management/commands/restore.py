"""`daicho restore FILE --replace`: puts a backup in the place of the present database."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser

from daicho.config.backups import restore
from daicho.config.command_line import DaichoCommand


class Command(DaichoCommand):
    """Restore a backup."""

    help = "Put a backup in the place of the present database, then migrate it. End `serve` and `worker` first."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file, and whether what is there may go."""
        parser.add_argument("file", type=Path, metavar="FILE", help="a file that `daicho backup` wrote")
        parser.add_argument("--replace", action="store_true", help="agree that the present data is thrown away")

    def handle(self, *_args: Any, file: Path, replace: bool, **_options: Any) -> None:
        """Restore it and print which."""
        restore(file, replace=replace)
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(str(file))
