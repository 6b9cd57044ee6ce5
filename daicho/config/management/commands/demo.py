"""`daicho demo`: fills an empty database with a company to look at, and says how to log in."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser

from daicho.business.operations.demo.company import PASSWORD, make_demo
from daicho.business.operations.demo.names import PEOPLE
from daicho.business.parties.models import Account
from daicho.config.command_line import DaichoCommand
from daicho.config.first_start import prepare
from daicho.engine.access.models import User
from daicho.engine.work.clock import now
from daicho.engine.work.frame import frame_at


class Command(DaichoCommand):
    """Fill an empty database."""

    help = "Fill an empty database with a company to look at: customers, products, contracts around today."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many contracts, and what to do where there is data."""
        parser.add_argument(
            "--contracts", type=int, default=1_000, metavar="N", help="how many contracts (default: 1000)"
        )
        parser.add_argument("--if-empty", action="store_true", help="leave a database that holds data as it is")

    def handle(self, *_args: Any, contracts: int, if_empty: bool, **_options: Any) -> None:
        """Make it, and print the log-ins of the demo company (also when it was there already)."""
        call_command("migrate", interactive=False, verbosity=0)
        prepare(PASSWORD)
        if not (if_empty and Account.objects.exists()):
            make_demo(frame_at(now()), contracts)
        names = ("admin", *(username for username, *_rest in PEOPLE))
        for user in User.objects.filter(username__in=names, is_active=True).order_by("id"):
            if user.check_password(PASSWORD):
                self.stdout.write(f"Log in / ログイン: {user.username:10} {PASSWORD}   {user.name}")
