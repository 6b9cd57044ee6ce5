"""The web server that `daicho serve` runs, and the worker process that lives and ends with it."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from daicho.config.wsgi import application

THREADS = 8
RESTART_SECONDS = 2.0
END_SECONDS = 20.0


class WorkerKeeper:
    """Keeps one worker process running and starts it again when it dies.

    The worker's standard input is a pipe that nobody writes to: when the server ends, however it ends, the pipe closes
    and the worker stops after the item in its hands.
    """

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.next_start = 0.0

    def ensure(self) -> None:
        """Start the worker unless it runs, at most every two seconds."""
        if (self.process is None or self.process.poll() is not None) and time.monotonic() >= self.next_start:
            command = [sys.executable, "-m", "daicho", "worker", "--until-input-closes"]
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, env=os.environ)
            self.next_start = time.monotonic() + RESTART_SECONDS

    def stop(self) -> None:
        """Let the worker finish its item and end; it is ended by force when that takes longer than 20 seconds."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()


class KeepingArbiter(Arbiter):
    """Gunicorn's main loop, which also looks after the worker.

    From here and not from a thread: a process forked while another thread starts a program would inherit that thread's
    pipes and block it.
    """

    def __init__(self, app: BaseApplication, keeper: WorkerKeeper | None) -> None:
        super().__init__(app)
        self.keeper = keeper

    def manage_workers(self) -> None:
        """Look after the web processes, then after the worker; called about once a second."""
        super().manage_workers()
        if self.keeper is not None:
            self.keeper.ensure()


class Server(BaseApplication):
    """Gunicorn with our application already loaded; WEB_CONCURRENCY sets how many processes answer (default 1)."""

    def __init__(self, *, host: str, port: int, opened: Callable[[], None]) -> None:
        self.address = f"{host}:{port}"
        self.opened = opened
        super().__init__()

    def load_config(self) -> None:
        """The settings; the port opens when everything is loaded, so that the first page is quick."""
        settings: dict[str, Any] = {
            "bind": self.address,
            "preload_app": True,
            "worker_class": "gthread",
            "threads": THREADS,
            "graceful_timeout": 15,
            "timeout": 120,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda _server: self.opened(),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The WSGI application."""
        return application

    def serve(self, keeper: WorkerKeeper | None) -> None:
        """Serve until told to end; with a keeper, a worker runs beside."""
        try:
            KeepingArbiter(self, keeper).run()
        finally:
            if keeper is not None:
                keeper.stop()


def wait_for_end_of_input(ended: Callable[[], None]) -> None:
    """Call `ended` (from a thread) once the standard input closes: the process that started this one is gone."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass  # nobody writes; what is written is not meant for us
        ended()

    threading.Thread(target=watch, name="input-watch", daemon=True).start()
