"""Numbers and tokens that came with a request: read where they are some, and never larger than a database takes."""

import uuid

from daicho.engine.catalog.type_lookups import LARGEST_ID

LONGEST = 18
"""Digits: every number of so many is one that both databases take as an id."""


def whole(text: str, digits: int = LONGEST) -> int | None:
    """A whole number from 0 with at most that many digits; None for anything else."""
    usable = text.isascii() and text.isdecimal() and len(text) <= digits
    return int(text) if usable else None


def positive(text: str) -> int | None:
    """A whole number from 1 that a database takes as an id; None for anything else."""
    found = whole(text, 19)
    return found if found and found <= LARGEST_ID else None


def token(text: str) -> uuid.UUID | None:
    """What tells a form sent again from a new one; None where it came without."""
    try:
        return uuid.UUID(text[:40])
    except ValueError:
        return None


def token_or_new(text: str) -> uuid.UUID:
    """The token as it was sent; a new one where it is none."""
    return token(text) or uuid.uuid4()
