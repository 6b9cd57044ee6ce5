"""What the commands of `daicho` share: refusals become one clear line in both languages and exit code 2, no traceback."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError

from daicho.values.labels import Message, Problem
from daicho.values.problems import Refused

NO_DATABASE = Message(
    "database_unreachable",
    ja="データベースに接続できません（{reason}）。DATABASE_URL とデータベースの状態を確認してください。",
    en="The database cannot be reached ({reason}). Check DATABASE_URL and the database.",
)


def both(problem: Problem) -> str:
    """The problem in Japanese and in English, in one line: a terminal's language says little about its reader's."""
    return f"{problem.text('ja')} / {problem.text('en')}"


class DaichoCommand(BaseCommand):
    """A command for people who run Daicho; Django's own options stay out of its help."""

    requires_system_checks = ()
    suppressed_base_arguments = {
        "--version",
        "--verbosity",
        "--settings",
        "--pythonpath",
        "--traceback",
        "--no-color",
        "--force-color",
        "--skip-checks",
    }

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run it. Exits with 2 when it was refused or the database is away."""
        try:
            return super().execute(*args, **options)
        except Refused as refused:
            lines = [both(problem) for problem in refused.problems]
        except OperationalError as error:
            reason = str(error).strip().splitlines()
            lines = [both(NO_DATABASE.problem(reason=reason[0] if reason else type(error).__name__))]
        for line in lines:
            self.stderr.write(line)
        sys.exit(2)
