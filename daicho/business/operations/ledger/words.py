"""The words by which companies head the columns of their ledgers, and what each may mean. Looks at no content.

A word that means one thing only weighs 10; one that may mean several things less, and then the content decides.
"""

import re
import unicodedata
from functools import lru_cache

from daicho.business.operations.ledger.certain_words import CERTAIN_WORDS
from daicho.business.operations.ledger.possible_words import AMBIGUOUS, CERTAIN, PATTERNS, POSSIBLE

_ORNAMENT = re.compile(r"[\s※*＊■□●○◎◆◇▼▲▽△★☆【】\[\]「」『』<>《》〈〉:：。、._＿'\"“”]+")
_BRACKET = re.compile(r"\([^()]*\)")
_POLITE = re.compile(r"^[ご御お](?!客)")
_NUMBERED = re.compile(r"(?<=\D)\d{1,2}$")
_ORDINAL = re.compile(r"^\d{1,2}(?=[^\d年月日か時回次])")
_WANTED = re.compile(
    r"[(\[【<](?:必須|任意|半角|全角|required|optional|西暦|和暦|yyyy.*|自動計算|入力.*|選択|プルダウン)[)\]】>]"
)


@lru_cache(maxsize=4096)
def header_words(text: str) -> tuple[str, str]:
    """The header text as words are compared: with what it has in brackets, and without."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("№", "no")
    plain_text = re.sub(r"[ヶヵケカ箇]月", "か月", _ORNAMENT.sub("", _WANTED.sub("", folded)))
    whole = _ORDINAL.sub("", plain_text) or plain_text
    return whole, _BRACKET.sub("", whole) or whole.strip("()")


@lru_cache(maxsize=8192)
def meanings(text: str) -> dict[str, int]:
    """The fields that a header may head, each with its weight; empty when the words say nothing."""
    if not text or len(text) > 40:
        return {}
    whole, bare = header_words(text)
    joined = whole.replace("(", "").replace(")", "")
    unnumbered = _NUMBERED.sub("", bare)
    for word in (whole, joined, bare, unnumbered, _POLITE.sub("", unnumbered), re.sub(r"(?:様|欄|名称)$", "", bare)):
        if word in _EXACT:
            return _EXACT[word]
    found: dict[str, int] = {}
    bare = _POLITE.sub("", unnumbered)
    for pattern, field, weight in PATTERNS:
        if pattern.search(bare) and field not in found:
            found[field] = weight
    if "other" in found and found["other"] > POSSIBLE:
        return {"other": found["other"]}
    return found


_EXACT: dict[str, dict[str, int]] = {
    header_words(word)[0]: {field: CERTAIN} for field, words in CERTAIN_WORDS.items() for word in words.split()
} | {word: dict(fields) for word, fields in AMBIGUOUS.items()}
