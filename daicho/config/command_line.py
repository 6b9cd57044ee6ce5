"""What the commands of `daicho` share: refusals become one clear line in both languages and exit code 2, no traceback."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, ProgrammingError

from daicho.values.labels import Message, Problem
from daicho.values.problems import Refused

NO_DATABASE = Message(
    "database_unreachable",
    ja="データベースに接続できません（{reason}）。DATABASE_URL とデータベースの状態を確認してください。",
    en="The database cannot be reached ({reason}). Check DATABASE_URL and the database.",
)
NO_TABLES = Message(
    "database_without_tables",
    ja="データベースに表がまだないか、古いままです。daicho serve を一度起動してください（表を作り、最新にします）。",
    en="The database has no tables yet, or old ones. Start `daicho serve` once: it makes and updates them.",
)
TABLE_OR_COLUMN_MISSING = ("42P01", "42703")
"""PostgreSQL's states for a table and a column that do not exist."""


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
        except (OperationalError, ProgrammingError) as error:
            lines = [both(_trouble(error))]
        for line in lines:
            self.stderr.write(line)
        sys.exit(2)


def _trouble(error: Exception) -> Problem:
    """What is wrong with the database; a mistake in our own SQL is raised again."""
    text = str(error).strip()
    state = getattr(error.__cause__, "sqlstate", None)
    if state in TABLE_OR_COLUMN_MISSING or text.startswith(("no such table", "no such column")):
        return NO_TABLES.problem()
    if isinstance(error, ProgrammingError):
        raise error
    return NO_DATABASE.problem(reason=text.splitlines()[0] if text else type(error).__name__)
