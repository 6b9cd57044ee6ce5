"""What the benchmark is asked to do: parts, sizes, where PostgreSQL is."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass

PARTS = ("import", "confirm", "actions", "mail", "print", "list", "web")
SERVER = "postgresql://postgres@127.0.0.1:5432/"


@dataclass(frozen=True, slots=True)
class Options:
    """`contracts` is the size of the ledger that lists are measured on; `rounds` how often a short thing is repeated."""

    parts: frozenset[str]
    contracts: int
    licences: int
    actions: int
    mails: int
    rounds: int
    server: str
    keep: str
    profile: bool


def read(arguments: Sequence[str]) -> Options:
    """The options of a command line; ends the program with a message where they are wrong."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure, with the floor beside every figure.")
    parser.add_argument("--only", default=",".join(PARTS), help=f"parts, with commas: {','.join(PARTS)}")
    parser.add_argument("--contracts", type=int, default=100_000, help="contracts of 3 lines × 12 months in the ledger")
    parser.add_argument("--quick", action="store_true", help="small and short, to see that it runs")
    parser.add_argument(
        "--keep", default="", metavar="NAME", help="a database to use again: made when missing, not dropped"
    )
    parser.add_argument("--profile", action="store_true", help="print where our own time goes (slows it down)")
    found = parser.parse_args(arguments)
    parts = frozenset(found.only.split(","))
    if unknown := parts - set(PARTS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; parts are {', '.join(PARTS)}")
    small = found.quick
    return Options(
        parts=parts,
        contracts=min(found.contracts, 2_000) if small else found.contracts,
        licences=1_500 if small else 6_000,
        actions=1_000 if small else 10_000,
        mails=300 if small else 3_000,
        rounds=20 if small else 200,
        server=os.environ.get("BENCH_DATABASE_URL", SERVER),
        keep=found.keep,
        profile=found.profile,
    )
