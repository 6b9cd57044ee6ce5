"""`daicho token USER`: makes an API token and prints it, and nothing else."""

from typing import Any

from django.core.management.base import CommandParser

from daicho.config.command_line import DaichoCommand
from daicho.engine.access.models import User
from daicho.engine.access.tokens import issue
from daicho.engine.work.clock import now
from daicho.values.labels import Message
from daicho.values.problems import Missing

NO_SUCH_USER = Message(
    "no_such_user",
    ja="「{username}」という有効な利用者はいません。",
    en="There is no active user “{username}”.",
)


class Command(DaichoCommand):
    """Make a token."""

    help = "Make an API token for a user and print it. It is shown this once; only its digest is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("user", metavar="USER", help="the user's log-in name")
        parser.add_argument("--name", default="", help="what the token is for, to tell it from others")

    def handle(self, *_args: Any, user: str, name: str, **_options: Any) -> None:
        """Print the token."""
        holder = User.objects.filter(username=user, is_active=True).first()
        if holder is None:
            raise Missing(NO_SUCH_USER.problem(username=user))
        self.stdout.write(issue(holder, at=now(), name=name))
