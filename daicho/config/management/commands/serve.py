"""`daicho serve`: migrates, makes the first user on an empty database, opens the port, keeps the worker running."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandParser
from django.db import connections

from daicho.config.command_line import DaichoCommand
from daicho.config.first_start import prepare
from daicho.config.server import Server, WorkerKeeper


class Command(DaichoCommand):
    """Open the pages and the API."""

    help = "Open the pages and the API. Makes or migrates the database first."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen, and whether a worker runs beside."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
        parser.add_argument(
            "--no-worker", action="store_true", help="leave waiting actions and mails to another process"
        )

    def handle(self, *_args: Any, host: str, port: int, no_worker: bool, **_options: Any) -> None:
        """Serve until told to end."""
        call_command("migrate", interactive=False, verbosity=0)
        password = prepare()
        if password is not None:
            self.stdout.write(f"User: admin   Password: {password}   (shown this once / 一度だけ表示されます)")
        connections.close_all()  # processes made from this one must not share its connection
        server = Server(host=host, port=port, opened=lambda: self.opened(port))
        server.serve(None if no_worker else WorkerKeeper())

    def opened(self, port: int) -> None:
        """Say where the pages are."""
        address = settings.DAICHO_BASE_URL if settings.DAICHO_PRODUCTION else f"http://localhost:{port}"
        self.stdout.write(f"Daicho: {address}   (Ctrl-C ends it / Ctrl-C で終了)")
        self.stdout.flush()
