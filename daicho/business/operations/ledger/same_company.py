"""Which customers of a ledger are one company written in several ways: (株)桜井電機, 株式会社 桜井電機, 桜井電機."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from daicho.values.text import LEGAL_FORMS, company_key, normalise

_FORM = re.compile("|".join(sorted(LEGAL_FORMS.values(), key=len, reverse=True)))


def one_spelling(names: Iterable[str]) -> Mapping[str, str]:
    """For each name the first spelling of the same company: equal but for width, spaces, dots and where the legal form
    stands. Of different legal forms, or without one where several are used, they are different companies."""
    written: dict[str, dict[frozenset[str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for name in dict.fromkeys(names):
        written[company_key(name)][_forms(name)].append(name)
    found: dict[str, str] = {}
    for by_form in written.values():
        formed = [form for form in by_form if form]
        bare = by_form.get(frozenset(), [])
        for form in formed:
            alike = by_form[form] + (bare if len(formed) == 1 else [])
            found |= dict.fromkeys(alike, by_form[form][0])
        if len(formed) != 1:
            found |= dict.fromkeys(bare, bare[0] if bare else "")
    return found


def _forms(name: str) -> frozenset[str]:
    """The legal forms that a name carries, each spelled out."""
    return frozenset(_FORM.findall(normalise(name).replace(" ", "")))
