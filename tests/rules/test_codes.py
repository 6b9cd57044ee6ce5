"""Codes: every one has a name in both languages, no two the same in one list; rules read no clock."""

import re
from pathlib import Path

import pytest

import daicho.rules
import daicho.values
from daicho.rules import codes
from daicho.values.labels import Label

LISTS = {name: value for name, value in vars(codes).items() if name.isupper() and isinstance(value, dict)}
LABELLED = {name: value for name, value in LISTS.items() if name != "BILLING_CYCLE_MONTHS"}
SOURCES = [
    path for package in (daicho.rules, daicho.values) for path in Path(str(package.__file__)).parent.glob("*.py")
]


@pytest.mark.parametrize("name", LABELLED)
def test_names(name: str) -> None:
    labels = LABELLED[name]
    assert labels
    assert all(isinstance(label, Label) and label.ja and label.en for label in labels.values())
    assert len({label.ja for label in labels.values()}) == len({label.en for label in labels.values()}) == len(labels)


@pytest.mark.parametrize("name", LABELLED)
def test_codes_are_plain_words(name: str) -> None:
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{1,40}", code) for code in LABELLED[name])


def test_names_that_people_know() -> None:
    assert [label.ja for label in codes.PRICE_KINDS.values()] == ["月額", "年額", "期間額", "日額", "一括", "従量"]
    assert [label.ja for label in codes.CONTRACT_BILLING_CYCLES.values()] == [
        "月払い", "2か月払い", "3か月払い", "半年払い", "年払い", "一括払い", "混在",
    ]  # fmt: skip
    assert [label.ja for label in codes.RENEWAL_STAGES.values()] == [
        "未対応", "案内済み", "検討中", "更新予定", "変更希望", "解約希望", "更新済み", "解約済み",
    ]  # fmt: skip


@pytest.mark.parametrize("path", SOURCES, ids=[path.stem for path in SOURCES])
def test_pure_code_reads_no_clock(path: Path) -> None:
    assert not re.search(r"\.(today|now|utcnow)\(|time\.time\(", path.read_text(encoding="utf-8"))
