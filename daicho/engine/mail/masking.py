"""Links that are a key for whoever mail is for: in what our own people are shown of it they open nothing.

Which links those are is said by the composition root; what is sent is never changed.
"""

import re
from collections.abc import Iterable

HIDDEN = "…"
_patterns: list[re.Pattern[str]] = []


def provide(patterns: Iterable[re.Pattern[str]]) -> None:
    """Say which links are keys, in place of what was said before; the group `key` of each is hidden. Called once by wiring."""
    _patterns[:] = patterns


def masked(text: str) -> str:
    """The text with the keys of such links hidden; plain text or HTML."""
    for pattern in _patterns:
        text = pattern.sub(lambda found: found[0].replace(found["key"], HIDDEN), text)
    return text
