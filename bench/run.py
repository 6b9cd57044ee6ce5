"""Runs the parts in turn and prints the table. Imported once Django is ready."""

from collections.abc import Callable

from django.core.management import call_command

from bench import acting, company, confirming, importing, listing, mailing, printing, report, serving
from bench.company import Company
from bench.options import Options
from bench.report import Figure
from bench.timing import Watch

PARTS: dict[str, Callable[[Options, Company, Watch], list[Figure]]] = {
    "import": importing.measure,
    "confirm": confirming.measure,
    "actions": acting.measure,
    "mail": mailing.measure,
    "print": printing.measure,
    "list": listing.measure,
    "web": serving.measure,
}


def run(options: Options) -> None:
    """Measure the parts asked for, in their order (the large ledger last)."""
    call_command("migrate", verbosity=0, skip_checks=True)
    ours = company.found()
    watch = Watch(options.profile)
    figures: list[Figure] = []
    for part, measure in PARTS.items():
        if part in options.parts:
            print(f"{part} ...", flush=True)
            figures += measure(options, ours, watch)
    text = f"{report.heading()}\n\n{report.table(figures)}"
    print(f"\n{text}\n\nkept in {report.keep(text)}")
