"""What the environment says: database, mail, secret, clock, base URL; read and checked once. Knows no Django.

A wrong or missing value is one line in Japanese and English (`SettingRefused`), said before anything starts.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from daicho.engine.mail.server_url import parse_email_url
from daicho.values.labels import Message
from daicho.values.problems import Invalid

UNKNOWN_ENVIRONMENT = Message(
    "unknown_environment",
    ja="DAICHO_ENV「{value}」は使えません。development または production を指定してください。",
    en="DAICHO_ENV “{value}” is not known. Give development or production.",
)
UNKNOWN_DATABASE = Message(
    "unknown_database",
    ja="DATABASE_URL「{value}」は使えません。sqlite:///ファイル または postgresql://ユーザー@ホスト/データベース を指定してください。",
    en="DATABASE_URL “{value}” cannot be used. Give sqlite:///file or postgresql://user@host/database.",
)
NO_DATABASE_FOLDER = Message(
    "no_database_folder",
    ja="フォルダー「{value}」に書き込めません。書き込める場所を DATABASE_URL に指定してください。",
    en="The folder “{value}” cannot be written. Name one that can in DATABASE_URL.",
)
UNKNOWN_BASE_URL = Message(
    "unknown_base_url",
    ja="DAICHO_BASE_URL「{value}」は使えません。https://daicho.example.co.jp のように指定してください。",
    en="DAICHO_BASE_URL “{value}” cannot be used. Give one like https://daicho.example.com.",
)
SECRET_MISSING = Message(
    "secret_missing",
    ja="DAICHO_SECRET_KEY がありません。production では、50文字以上の秘密の文字列を指定してください。",
    en="DAICHO_SECRET_KEY is missing. In production, give a secret text of 50 characters or more.",
)
SECRET_SHORT = Message(
    "secret_short",
    ja="DAICHO_SECRET_KEY が短すぎます（{length}文字）。production では、50文字以上にしてください。",
    en="DAICHO_SECRET_KEY is too short ({length} characters). In production, give 50 characters or more.",
)
CLOCK_IN_PRODUCTION = Message(
    "clock_in_production",
    ja="DAICHO_CLOCK は production では使えません。指定を外してください。",
    en="DAICHO_CLOCK cannot be used in production. Remove it.",
)
CLOCK_UNREADABLE = Message(
    "clock_unreadable",
    ja="DAICHO_CLOCK「{value}」は日時として読み取れません。2025-06-01T09:00+09:00 のように時差つきで指定してください。",
    en="DAICHO_CLOCK “{value}” is no moment. Give one with its offset, like 2025-06-01T09:00+09:00.",
)

SHORTEST_SECRET = 50


class SettingRefused(Exception):
    """A setting is wrong or missing; the text is one line in both languages."""

    def __init__(self, message: Message, **params: object) -> None:
        super().__init__(f"{message.text('ja', **params)} / {message.text('en', **params)}")
        self.code = message.code


@dataclass(frozen=True, slots=True)
class Database:
    """Where the data is. For SQLite `name` is the file's path (":memory:" for none) and the rest is empty."""

    kind: Literal["sqlite", "postgresql"]
    name: str
    user: str = ""
    password: str = ""
    host: str = ""
    port: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Environment:
    """The settings of one process. `clock` is None where real time runs."""

    production: bool
    database: Database
    email_url: str
    secret_key: str
    clock: datetime | None
    base_url: str


def read(environ: Mapping[str, str], folder: Path) -> Environment:
    """The settings that `environ` gives; relative places lie in `folder`. Raises SettingRefused."""
    name = environ.get("DAICHO_ENV") or "development"
    if name not in {"development", "production"}:
        raise SettingRefused(UNKNOWN_ENVIRONMENT, value=name)
    production = name == "production"
    return Environment(
        production=production,
        database=read_database(environ.get("DATABASE_URL") or "sqlite:///var/daicho.sqlite3", folder),
        email_url=read_email_url(environ.get("DAICHO_EMAIL_URL") or "capture:"),
        secret_key=read_secret(environ.get("DAICHO_SECRET_KEY", ""), production, folder),
        clock=read_clock(environ.get("DAICHO_CLOCK", ""), production),
        base_url=read_base_url(environ.get("DAICHO_BASE_URL") or "http://localhost:8000"),
    )


def split(url: str, refusal: Message) -> tuple[SplitResult, int | None]:
    """The parts of a URL and its port. Raises SettingRefused when it is none; the password is never repeated."""
    try:
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError:
        raise SettingRefused(refusal, value=hidden(url)) from None


def hidden(url: str) -> str:
    """The URL without its password, for messages."""
    scheme, slashes, rest = url.partition("://")
    credentials, at, place = rest.rpartition("@")
    return f"{scheme}{slashes}{credentials.partition(':')[0]}{at}{place}"


def read_database(url: str, folder: Path) -> Database:
    """sqlite:///relative, sqlite:////absolute, sqlite://:memory: or postgresql://… Makes the folder of an SQLite file."""
    if url == "sqlite://:memory:":
        return Database("sqlite", ":memory:")
    parts, port = split(url, UNKNOWN_DATABASE)
    name = unquote(parts.path[1:])
    if parts.scheme == "sqlite" and not parts.netloc and name:
        path = folder / name
        writable_folder(path.parent)
        return Database("sqlite", str(path))
    if parts.scheme in {"postgresql", "postgres"} and name:
        return Database(
            "postgresql",
            name,
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            unquote(parts.hostname or ""),
            str(port or ""),
            tuple(parse_qsl(parts.query)),
        )
    raise SettingRefused(UNKNOWN_DATABASE, value=hidden(url))


def writable_folder(path: Path) -> None:
    """Make the folder if it is not there. Raises SettingRefused when it cannot be written."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise SettingRefused(NO_DATABASE_FOLDER, value=path) from None
    if not os.access(path, os.W_OK):
        raise SettingRefused(NO_DATABASE_FOLDER, value=path)


def read_email_url(url: str) -> str:
    """The URL of the mail server, checked; `capture:` keeps mails inside. Raises SettingRefused."""
    try:
        parse_email_url(url)
    except Invalid as refused:
        raise SettingRefused(refused.problems[0].message) from None
    return url


def read_secret(given: str, production: bool, folder: Path) -> str:
    """The secret; in development one is made once and kept in var/secret_key. Raises SettingRefused."""
    if given:
        if production and len(given) < SHORTEST_SECRET:
            raise SettingRefused(SECRET_SHORT, length=len(given))
        return given
    if production:
        raise SettingRefused(SECRET_MISSING)
    kept = folder / "var" / "secret_key"
    if not kept.exists():
        writable_folder(kept.parent)
        fresh = kept.with_name(f"secret_key.{os.getpid()}")
        fresh.write_text(secrets.token_urlsafe(48), "ascii")
        fresh.chmod(0o600)
        try:
            os.link(fresh, kept)  # never overwrites: of two processes starting at once, both read the first one's
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return kept.read_text("ascii")


def read_clock(given: str, production: bool) -> datetime | None:
    """The frozen moment, aware; None where real time runs. Raises SettingRefused."""
    if not given:
        return None
    if production:
        raise SettingRefused(CLOCK_IN_PRODUCTION)
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        raise SettingRefused(CLOCK_UNREADABLE, value=given) from None
    if moment.tzinfo is None:
        raise SettingRefused(CLOCK_UNREADABLE, value=given)
    return moment


def read_base_url(given: str) -> str:
    """The address under which people reach the pages, without a slash at its end. Raises SettingRefused."""
    parts, _ = split(given, UNKNOWN_BASE_URL)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise SettingRefused(UNKNOWN_BASE_URL, value=given)
    return given.rstrip("/")
