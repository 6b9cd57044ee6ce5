"""Quotations as PDF: reading, calculating and setting a quote, beside the bare compiler on data that is ready."""

import json
import random
from datetime import timedelta
from functools import partial

import typst

from bench import company
from bench.company import FRAME, MONTHS, Company
from bench.footprint import Footprint
from bench.options import Options
from bench.report import Figure
from bench.timing import Watch, percentile
from daicho.business.operations.orders.quotations import quotation_of_quote
from daicho.business.sales.quotation_pdf import TEMPLATE, printed, quotation_pdf
from daicho.engine.access.actors import Actor
from daicho.engine.documents.render import FONT, FONTS
from daicho.engine.records.command import command
from daicho.values.months import add_months

SIZES = ((3, 20), (60, 60))
"""Lines, and the milliseconds that a quotation of so many may take: about 10 a page beside the reading."""


def measure(options: Options, ours: Company, watch: Watch) -> list[Figure]:
    """The middle of many: each sets a quote that differs from the one before, so that nothing can be used again."""
    actor = ours.administrator
    footprint = Footprint.begin()
    quotes = {lines: [_quote(ours, lines) for _ in range(min(options.rounds, 50))] for lines, _ in SIZES}
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    figures = []
    for lines, aim in SIZES:
        _print(actor, quotes[lines][0])
        seconds = watch.many([partial(_print, actor, quote) for quote in quotes[lines]], "print")
        ready = [json.dumps(printed(quotation_of_quote(actor, one, FRAME), "en")) for one in quotes[lines]]
        floor = watch.many([partial(_bare, data, fonts) for data in ready])
        what = f"a quotation of {lines} lines as PDF, p50"
        figures.append(Figure(what, percentile(seconds, 50), percentile(floor, 50), "ms", aim, 3))
    footprint.remove()
    return figures


def _print(actor: Actor, quote: int) -> bytes:
    return quotation_pdf(quotation_of_quote(actor, quote, FRAME), "ja")


def _bare(data: str, fonts: typst.Fonts) -> bytes:
    inputs = {"data": data, "font": FONT}
    return typst.compile(TEMPLATE.read_bytes(), font_paths=fonts, ignore_system_fonts=True, sys_inputs=inputs)


def _quote(ours: Company, lines: int) -> int:
    start = add_months(FRAME.today.replace(day=1), 1)
    term = {"start_date": start, "end_date": add_months(start, MONTHS) - timedelta(days=1)}
    products = [{"product": ours.products[place % len(ours.products)]} for place in range(lines)]
    with command(actor=ours.administrator, reason="bench", frame=FRAME) as running:
        [(account, contact, owner)] = company.customers(running, ours, random.Random(lines), 1)
        parties = {"account": account, "contact": contact, "owner": owner}
        [quote] = running.create("quote", [{**parties, **term, "lines": products}])
    return quote
