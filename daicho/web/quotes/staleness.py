"""What somebody else changed meanwhile: who, when, and where the stored quote differs from the one on the screen."""

from collections.abc import Sequence
from dataclasses import dataclass

from daicho.business.sales.objects import QUOTE
from daicho.engine.records import history
from daicho.web.cells import moment
from daicho.web.changes import who
from daicho.web.quotes.evaluation import Evaluated
from daicho.web.quotes.fields import label_of, shown_text
from daicho.web.quotes.form import Part, RowPart
from daicho.web.quotes.reading import QuoteRead, form_of
from daicho.web.visitors import Visitor


@dataclass(frozen=True, slots=True)
class Difference:
    """One field: what is stored now, and what the screen holds."""

    label: str
    stored: str
    own: str


@dataclass(frozen=True, slots=True)
class Differences:
    """The latest change and every field that differs."""

    who: str
    at: str
    fields: Sequence[Difference]


def differences(read: QuoteRead, evaluated: Evaluated, visitor: Visitor) -> Differences:
    """Compare the stored quote with the form, lines by their id."""
    stored = form_of(read, visitor)
    found = _compared("quote", stored.header, evaluated.form.header, "", visitor)
    own = {row.line_id: row for row in evaluated.form.rows if row.line_id is not None}
    for place, row in enumerate(stored.rows, start=1):
        found += _compared("quote_line", row, own.get(row.line_id or 0, RowPart()), f"{place}. ", visitor)
    return Differences(*latest_change(read.id, visitor), found)


def is_as_stored(read: QuoteRead, evaluated: Evaluated, visitor: Visitor) -> bool:
    """Whether the form holds what is stored already, as after an answer that was lost on its way."""
    stored = form_of(read, visitor)
    if len(stored.rows) != len(evaluated.lines):
        return False
    pairs = [(stored.header, evaluated.form.header), *zip(stored.rows, evaluated.lines, strict=True)]
    return all(
        known.texts[key] == own.texts.get(key, "") for known, own in pairs for key in known.texts if ".name" not in key
    )


def latest_change(quote_id: int, visitor: Visitor) -> tuple[str, str]:
    """Who changed the quote last, and when; empty texts where that is not known."""
    latest = history.of_record(QUOTE.key, quote_id)
    return (who(latest[0]), moment(latest[0].at, visitor)) if latest else ("", "")


def _compared(object_key: str, stored: Part, own: Part, prefix: str, visitor: Visitor) -> list[Difference]:
    return [
        Difference(
            prefix + label_of(object_key, key, visitor.language),
            shown_text(object_key, key, stored.texts, visitor.language),
            shown_text(object_key, key, own.texts, visitor.language),
        )
        for key in stored.texts
        if not key.endswith(".name") and stored.texts[key] != own.texts.get(key, "")
    ]
