"""`daicho import`: takes in a contract ledger, or any table with a mapping file, and says what became of every row."""

import gc
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser

from daicho.business.operations.imports.ledger_import import Imported, import_ledger
from daicho.business.operations.imports.mapped_table import read_mapped
from daicho.business.operations.imports.mapping import load_mapping
from daicho.business.operations.ledger.read import read_ledger
from daicho.business.operations.ledger.result import Ledger, summary
from daicho.config.command_line import DaichoCommand, both
from daicho.config.first_start import prepare
from daicho.engine.access.actors import EVERYTHING, Actor
from daicho.engine.access.models import User
from daicho.engine.exchange.workbook import read_workbook
from daicho.engine.work.clock import now
from daicho.engine.work.frame import frame_at
from daicho.values.labels import Message, Problem
from daicho.values.problems import Missing, Refused

NO_USER = Message(
    "import_user_missing",
    ja="利用者「{username}」は見つかりません。--user で既存の利用者を指定してください。",
    en="There is no user “{username}”. Name an existing one with --user.",
)
NOTHING_READ = 2
ROWS_REFUSED = 1


class Command(DaichoCommand):
    """Take in a file."""

    help = "Take in a contract ledger (Excel, CSV). The same file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which file, how to read it, and what to print."""
        parser.add_argument("file", type=Path, help="the workbook or text file")
        how = parser.add_mutually_exclusive_group(required=True)
        how.add_argument("--ledger", action="store_true", help="a 契約台帳: its columns are recognised")
        how.add_argument("--mapping", type=Path, metavar="FILE", help="a JSON file that says what each column is")
        parser.add_argument("--sheet", help="read only this sheet")
        parser.add_argument(
            "--set", action="append", default=[], metavar="NAME=VALUE", help="a value the mapping asks for"
        )
        parser.add_argument("--user", default="admin", help="who owns what the file gives nobody (default: admin)")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one JSON object and nothing else"
        )
        parser.add_argument("--language", choices=["ja", "en"], default="ja", help="language of the messages")

    def handle(self, *_args: Any, file: Path, as_json: bool, language: str, **options: Any) -> None:
        """Import. Exits with 1 when rows were refused, with 2 when nothing could be read."""
        gc.freeze()  # millions of short-lived rows: looking for cycles among them costs a fifth of the time
        gc.set_threshold(100_000, 20, 100)
        call_command("migrate", interactive=False, verbosity=0)
        self._first_start()
        try:
            ledger = self._read(file, options)
            owner = self._owner(options["user"])
            actor = Actor(owner, options["user"], "import", language, EVERYTHING)
            done = import_ledger(actor, ledger, frame_at(now()), owner=owner, dry_run=options["dry_run"])
        except Refused as refused:
            self._nothing(refused.problems, language, as_json=as_json)
        report = _report(ledger, done, language)
        self.stdout.write(_as_json(report) if as_json else _as_text(report, dry_run=options["dry_run"]))
        if done.refused:
            sys.exit(ROWS_REFUSED)

    def _first_start(self) -> None:
        password = prepare()
        if password is not None:
            self.stderr.write(f"User: admin   Password: {password}   (shown this once / 一度だけ表示されます)")

    def _read(self, file: Path, options: dict[str, Any]) -> Ledger:
        workbook = read_workbook(file)
        if options["mapping"] is None:
            return read_ledger(workbook, options["sheet"])
        return read_mapped(workbook, load_mapping(options["mapping"]), _settings(options["set"]), options["sheet"])

    def _owner(self, username: str) -> int:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise Missing(NO_USER.problem(username=username))
        return int(user.pk)

    def _nothing(self, problems: tuple[Problem, ...], language: str, *, as_json: bool) -> None:
        for problem in problems:
            self.stderr.write(both(problem))
        if as_json:
            empty = {"contracts": 0, "lines": 0, "accounts": 0, "sums": {}, "created": 0, "updated": 0, "unchanged": 0}
            notes = [problem.text(language) for problem in problems]
            self.stdout.write(_as_json({**empty, "refused": [], "notes": notes}))
        sys.exit(NOTHING_READ)


def _settings(given: list[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    wrong = [name for name, sign, _ in pairs if not sign or not name]
    if wrong:
        raise CommandError(f"--set NAME=VALUE: {wrong[0]}")
    return {name.strip(): value.strip() for name, _, value in pairs}


def _report(ledger: Ledger, done: Imported, language: str) -> dict[str, Any]:
    counts = summary(Ledger(done.accepted, done.refused, done.notes, ledger.sheets))
    return {
        **counts,
        "created": done.created,
        "updated": done.updated,
        "unchanged": done.unchanged,
        "refused": [
            {"row": cell.row, "column": cell.column, "value": cell.value, "message": cell.text(language)}
            for cell in sorted(done.refused, key=lambda cell: (cell.sheet, cell.row))
        ],
        "notes": [note.text(language) for note in done.notes],
    }


def _as_json(report: dict[str, Any]) -> str:
    return json.dumps(report, ensure_ascii=False, indent=2)


def _as_text(report: dict[str, Any], *, dry_run: bool) -> str:
    rows = [
        "試行（何も登録していません） / Dry run: nothing was written" if dry_run else "登録しました / Imported",
        f"契約 contracts {report['contracts']}, ライセンス lines {report['lines']}, 取引先 accounts {report['accounts']}",
        f"新規 created {report['created']}, 変更 updated {report['updated']}, 変更なし unchanged {report['unchanged']}",
        *(f"単価×数量 {kind}: {total}" for kind, total in report["sums"].items()),
        *(f"行 row {one['row']} [{one['column']}] {one['value']}: {one['message']}" for one in report["refused"]),
        *report["notes"],
    ]
    return "\n".join(rows)
