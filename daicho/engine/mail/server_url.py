"""Which mail server DAICHO_EMAIL_URL names. PURE: read at start, before anything of Django is there."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, cast
from urllib.parse import parse_qs, unquote, urlsplit

from daicho.values.labels import Message
from daicho.values.problems import Invalid

PATIENCE_SECONDS = 60.0
BAD_EMAIL_URL = Message(
    "bad_email_url",
    ja="DAICHO_EMAIL_URL を読み取れません。capture: または smtp://[ユーザー:パスワード@]ホスト:ポート（smtps:// や ?tls=1 も可）と書いてください。",
    en="DAICHO_EMAIL_URL cannot be read. Write capture: or smtp://[user:password@]host:port (smtps:// and ?tls=1 also work).",
)


@dataclass(frozen=True, slots=True)
class Server:
    """The SMTP server. `security` tls: STARTTLS; ssl: encrypted from the first byte. `timeout` in seconds."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    security: Literal["none", "tls", "ssl"] = "none"
    timeout: float = PATIENCE_SECONDS


@lru_cache(maxsize=8)
def parse_email_url(url: str) -> Server | None:
    """The server of a DAICHO_EMAIL_URL; None for `capture:`. Raises Invalid (which never shows the URL: it may hold a password)."""
    if url in {"capture", "capture:", "capture://"}:
        return None
    try:
        parts = urlsplit(url)
        options = parse_qs(parts.query, strict_parsing=bool(parts.query))
        port, timeout = parts.port, float(options.get("timeout", [str(PATIENCE_SECONDS)])[0])
    except ValueError:
        raise Invalid(BAD_EMAIL_URL.problem()) from None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.path.strip("/") or timeout <= 0:
        raise Invalid(BAD_EMAIL_URL.problem())
    starts_tls = "1" in options.get("tls", []) + options.get("starttls", [])
    security = "ssl" if parts.scheme == "smtps" else "tls" if starts_tls else "none"
    return Server(
        host=parts.hostname,
        port=port or {"ssl": 465, "tls": 587, "none": 25}[security],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        security=cast("Literal['none', 'tls', 'ssl']", security),
        timeout=timeout,
    )
