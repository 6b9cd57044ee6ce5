"""The web process: how soon the first page comes, what a list page costs through HTTP, how much memory it takes."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from bench.company import Company
from bench.options import Options
from bench.report import Figure
from bench.timing import Watch, percentile
from daicho.engine.access import tokens
from daicho.engine.access.models import User
from daicho.engine.work.clock import now
from daicho.rules.lines import ScheduleLine
from daicho.rules.schedules import schedule

PATIENCE = 60.0
REQUESTS = 50


def measure(options: Options, ours: Company, watch: Watch) -> list[Figure]:
    """First page, 50 list pages and API pages, memory after them; and one schedule, which is pure calculation."""
    user = User.objects.get(pk=ours.admin)
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={_session(user)}", "Accept-Language": "ja"}
    token = {"Authorization": f"Bearer {tokens.issue(user, at=now(), name='bench')}"}
    with _server() as (port, process):
        started = time.perf_counter()
        _wait(port)
        opened = time.perf_counter() - started
        first = watch.once(lambda: _get(port, "/login/", {}))
        pages = watch.many([lambda: _get(port, "/contracts/", headers)] * REQUESTS)
        answers = watch.many([lambda: _get(port, "/api/v1/records/contract?limit=50", token)] * REQUESTS)
        memory = max(_resident(child) for child in _children(process.pid))
    return [
        Figure("start of the server until the port is open", opened, None, "s"),
        Figure("first page after that", first, None, "s", 2),
        Figure("ledger page over HTTP, p95", percentile(pages[1:], 95), None, "ms"),
        Figure("50 contracts over the API, p95", percentile(answers[1:], 95), None, "ms"),
        Figure(f"memory of the web process after {2 * REQUESTS} requests", memory / 2**20, None, "MiB", 180),
        _schedule(watch),
    ]


def _schedule(watch: Watch) -> Figure:
    line = ScheduleLine("monthly", Decimal(1200), Decimal(10), date(2025, 4, 1), date(2026, 3, 31))
    times = watch.many([lambda: schedule(line)] * 2_000)
    return Figure("schedule of one line of 12 months, p50", 1_000 * percentile(times, 50), None, "µs")


def _session(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    assert session.session_key is not None
    return session.session_key


@contextmanager
def _server() -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "daicho", "serve", "--no-worker", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield port, process
    finally:
        process.terminate()
        process.wait()


def _wait(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError("the server does not open its port")


def _get(port: int, path: str, headers: dict[str, str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status == 200, f"{path} answered {answer.status}"


def _children(parent: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def _resident(process: int) -> int:
    """Bytes of memory, those shared with the parent included."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
