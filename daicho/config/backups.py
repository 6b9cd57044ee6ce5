"""Backups: the whole database to one file and back, by the means each database has for it."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, connections

from daicho.business.parties.models import Account
from daicho.engine.access.models import User
from daicho.values.labels import Message
from daicho.values.problems import Conflict, Invalid

FILE_EXISTS = Message(
    "backup_file_exists",
    ja="「{file}」はすでにあります。別の名前を指定してください。",
    en="“{file}” exists already. Name another file.",
)
NOT_WRITABLE = Message(
    "backup_not_writable",
    ja="「{file}」に書き込めません（{reason}）。",
    en="“{file}” cannot be written ({reason}).",
)
NO_BACKUP = Message(
    "not_a_backup",
    ja="「{file}」はバックアップとして読み取れません。daicho backup で作ったファイルを指定してください。",
    en="“{file}” cannot be read as a backup. Give a file that `daicho backup` wrote.",
)
DATA_THERE = Message(
    "data_there",
    ja="データベースにはすでにデータがあります。置き換えてよければ --replace を付けてください。",
    en="The database holds data already. Add --replace if it may be thrown away.",
)
NO_PROGRAM = Message(
    "program_missing",
    ja="「{program}」が見つかりません。PostgreSQL のクライアントをインストールしてください。",
    en="“{program}” is not there. Install PostgreSQL's client programs.",
)
PROGRAM_FAILED = Message(
    "program_failed",
    ja="「{program}」が失敗しました：{reason}",
    en="“{program}” failed: {reason}",
)


def back_up(file: Path) -> None:
    """Write the database into `file`, readable by its owner only. Raises Conflict when it exists, Invalid otherwise."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        raise Conflict(FILE_EXISTS.problem(file=file)) from None
    except OSError as error:
        raise Invalid(NOT_WRITABLE.problem(file=file, reason=error.strerror)) from None
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(file)) as target:
            connection.connection.backup(target)
    else:
        run_client("pg_dump", "--format=custom", "--no-owner", "--file", str(file))


def restore(file: Path, *, replace: bool) -> None:
    """Put what `file` holds in the place of the database.

    Raises Conflict when there is data and `replace` is not given, Invalid when the file is no backup; nothing changes then.
    """
    if not replace and holds_data():
        raise Conflict(DATA_THERE.problem())
    if connection.vendor == "sqlite":
        restore_sqlite(file)
    else:
        if not file.is_file():
            raise Invalid(NO_BACKUP.problem(file=file))
        run_client(
            "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error", str(file)
        )
    connections.close_all()


def holds_data() -> bool:
    """Whether anybody has worked with the database: it has an account, or more than the first user."""
    if User._meta.db_table not in connection.introspection.table_names():
        return False
    return Account.objects.exists() or User.objects.count() > 1


def restore_sqlite(file: Path) -> None:
    """Copy the pages of the backup over the database, in one step that other connections see whole or not at all."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as source:
            sound = source.execute("PRAGMA quick_check").fetchone() == ("ok",)
            named = source.execute("SELECT count(*) FROM sqlite_master WHERE name = 'django_migrations'").fetchone()
            if not sound or not named[0]:
                raise Invalid(NO_BACKUP.problem(file=file))
            connection.ensure_connection()
            source.backup(connection.connection)
    except sqlite3.DatabaseError:
        raise Invalid(NO_BACKUP.problem(file=file)) from None


def run_client(program: str, *arguments: str) -> None:
    """Run a PostgreSQL client program against the database; the password goes by the environment, never by arguments."""
    path = shutil.which(program)
    if path is None:
        raise Invalid(NO_PROGRAM.problem(program=program))
    settings: dict[str, Any] = connection.settings_dict
    places = {
        "PGHOST": settings["HOST"],
        "PGPORT": settings["PORT"],
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
    }
    environment = os.environ | {key: str(value) for key, value in places.items() if value}
    command: Sequence[str] = [path, "--dbname", settings["NAME"], *arguments]
    connections.close_all()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        raise Invalid(PROGRAM_FAILED.problem(program=program, reason=lines[0] if lines else str(done.returncode)))
