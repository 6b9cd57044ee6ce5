"""Pydantic's findings in both languages: every kind that our models can have is said in Japanese."""

import re
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field, StringConstraints, ValidationError

from daicho.values.misfits import explained


class Part(BaseModel):
    """Every kind of restriction that bodies and stored definitions use."""

    whole: int = 1
    ranged: Annotated[int, Field(ge=1, le=9)] = 1
    flag: bool = True
    text: str = ""
    short: Annotated[str, StringConstraints(min_length=2, max_length=3)] = "ab"
    time: Annotated[str, StringConstraints(pattern=r"^\d\d$")] = "00"
    items: Annotated[list[int], Field(min_length=1, max_length=2)] = [1]
    names: dict[str, int] = {}
    part: "Part | None" = None
    choice: Literal["days", "weeks"] = "days"


@pytest.mark.parametrize(
    ("value", "ja", "en"),
    [
        ({"whole": "x"}, "整数にしてください", "give a whole number"),
        ({"ranged": 0}, "1 以上にしてください", "give 1 or more"),
        ({"ranged": 10}, "9 以下にしてください", "give 9 or less"),
        ({"flag": "x"}, "true か false にしてください", "give true or false"),
        ({"text": 1}, "文字列にしてください", "give a text"),
        ({"short": "a"}, "2 文字以上にしてください", "give 2 characters or more"),
        ({"short": "abcd"}, "3 文字以内にしてください", "give 3 characters at most"),
        ({"time": "x"}, "書き方が違います", "it is not written as expected"),
        ({"items": "x"}, "一覧（[...]）にしてください", "give a list ([...])"),
        ({"items": []}, "1 件以上にしてください", "give 1 or more"),
        ({"items": [1, 2, 3]}, "2 件以内にしてください", "give 2 at most"),
        ({"names": []}, "項目名と値の組（{...}）にしてください", "give names with values ({...})"),
        ({"part": 1}, "項目名と値の組（{...}）にしてください", "give names with values ({...})"),
        ({"choice": "x"}, "使えるもの：days、weeks", "allowed: days, weeks"),
    ],
)
def test_each_kind_is_said_in_both_languages(value: Any, ja: str, en: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Part.model_validate(value)
    [finding] = refused.value.errors()
    assert (explained(finding).ja, explained(finding).en) == (ja, en)


def test_an_unknown_kind_keeps_its_words() -> None:
    said = explained({"type": "something_new", "msg": "Input is odd"})
    assert said.en == "Input is odd"
    assert re.search("[ぁ-ん]", said.ja)
