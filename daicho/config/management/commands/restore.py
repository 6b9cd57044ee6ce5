"""`daicho restore FILE --replace`: puts a backup in the place of the present database."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser

from daicho.config.backups import restore
from daicho.config.command_line import DaichoCommand, both
from daicho.engine.access.actors import SYSTEM
from daicho.engine.automation import services
from daicho.engine.mail import outbox
from daicho.engine.work.clock import now
from daicho.engine.work.frame import frame_at
from daicho.values.labels import Message

DOUBTED = Message(
    "restored_doubts",
    ja="バックアップのあとに済んだかもしれないもの（アクション{actions}件、メール{mails}件）は自動では行いません。一覧で確認してください。",
    en="What may have been done since the backup ({actions} actions, {mails} mails) is not done by itself. Look it through.",
)


class Command(DaichoCommand):
    """Restore a backup."""

    help = "Put a backup in the place of the present database, then migrate it. End `serve` and `worker` first."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file, and whether what is there may go."""
        parser.add_argument("file", type=Path, metavar="FILE", help="a file that `daicho backup` wrote")
        parser.add_argument("--replace", action="store_true", help="agree that the present data is thrown away")

    def handle(self, *_args: Any, file: Path, replace: bool, **_options: Any) -> None:
        """Restore it and print which. What may have been done since the backup is not done again by itself."""
        restore(file, replace=replace)
        call_command("migrate", interactive=False, verbosity=0)
        frame = frame_at(now())
        actions = services.doubt_overdue(actor=SYSTEM, frame=frame)
        mails = outbox.doubt_unsent()
        self.stdout.write(str(file))
        if actions or mails:
            self.stderr.write(both(DOUBTED.problem(actions=actions, mails=mails)))
