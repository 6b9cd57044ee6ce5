"""Text as it is compared: one form for width, kana, case, legal forms; a person's name in two parts. Searches nothing.

The result of `normalise` is kept beside each text (its twin); filters, search and duplicates compare twins only.
"""

import re
import unicodedata

import jaconv

LEGAL_FORMS = {
    "株": "株式会社",
    "有": "有限会社",
    "同": "合同会社",
    "資": "合資会社",
    "名": "合名会社",
    "相": "相互会社",
    "社": "社団法人",
    "財": "財団法人",
    "一社": "一般社団法人",
    "一財": "一般財団法人",
    "公社": "公益社団法人",
    "公財": "公益財団法人",
    "独": "独立行政法人",
    "学": "学校法人",
    "医": "医療法人",
    "福": "社会福祉法人",
    "特非": "特定非営利活動法人",
    "宗": "宗教法人",
}
_ABBREVIATED = re.compile(r"[(\[〔【] *(" + "|".join(sorted(LEGAL_FORMS, key=len, reverse=True)) + r") *[)\]〕】]")
_JAPANESE_FORM = re.compile("|".join(sorted(LEGAL_FORMS.values(), key=len, reverse=True)))
_ENGLISH_FORM = re.compile(
    r"[\s,.]+(?:co[\s.,]*ltd|(?:company )?limited|ltd|inc|corp(?:oration)?|company|llc|gmbh|plc|k\.?k|co)[\s.]*$"
)
_SAME_LOOK = str.maketrans({**dict.fromkeys("‐‑‒–—―−﹣", "-"), "〜": "~", "髙": "高", "﨑": "崎", "゠": "="})
_IGNORED_IN_NAMES = re.compile(r"[\s・.,'’\-]+")


def normalise(text: str) -> str:
    """The form in which texts are compared; applying it twice changes nothing.

    Unicode NFKC, case folded, katakana (also half-width) as hiragana, dashes and tildes of one kind, ㈱ (株) （株） as
    株式会社 and likewise the other legal forms, runs of white space as one space, none at the ends.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).translate(_SAME_LOOK)
    hiragana = unicodedata.normalize("NFKC", jaconv.kata2hira(folded))
    spelled = _ABBREVIATED.sub(lambda found: LEGAL_FORMS[found[1]], " ".join(hiragana.split()))
    return spelled.strip()


def company_key(name: str) -> str:
    """A company's name without legal form, spaces and dots, to find duplicates; empty only for an empty name."""
    whole = normalise(name)
    bare = _ENGLISH_FORM.sub("", _JAPANESE_FORM.sub(" ", whole).strip())
    return _IGNORED_IN_NAMES.sub("", bare) or whole


def split_name(name: str) -> tuple[str, str]:
    """Family and given name, split at the first space of any width; without one, all is the family name."""
    family, _, given = " ".join(name.split()).partition(" ")
    return family, given
