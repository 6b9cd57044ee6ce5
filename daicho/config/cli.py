"""The command `daicho`: names its commands and hands over to them (daicho/config/management/commands)."""

import argparse
import os
import sys

import django
from django.core.management import load_command_class

COMMANDS = {
    "serve": "open the pages and the API; makes or migrates the database first",
    "worker": "do what is due: waiting actions and mails (serve starts one by itself)",
    "demo": "fill an empty database with a company to look at",
    "import": "take in a contract ledger or another file (Excel, CSV)",
    "token": "make an API token for a user and print it",
    "backup": "write the whole database into one file",
    "restore": "put a backup in the place of the present database",
}


def main() -> None:
    """Run the command named by the first argument with the rest; exit code 2 where it was wrong."""
    width = max(map(len, COMMANDS))
    parser = argparse.ArgumentParser(
        prog="daicho",
        description="Daicho (台帳), a contract ledger that keeps itself.",
        epilog="commands:\n"
        + "\n".join(f"  {name:{width}}  {text}" for name, text in COMMANDS.items())
        + "\n\n`daicho COMMAND --help` shows what a command takes.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    arguments = parser.parse_args(sys.argv[1:2])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daicho.config.settings")
    django.setup()
    command = load_command_class("daicho.config", arguments.command)
    command.run_from_argv(["daicho", *sys.argv[1:]])
