"""Text twins, company keys and names."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daicho.values.text import company_key, normalise, split_name


@pytest.mark.parametrize(
    ("text", "twin"),
    [
        ("ｶﾀｶﾅ", "かたかな"),
        ("カタカナ", "かたかな"),
        ("ﾊﾞｯｸｱｯﾌﾟ", "ばっくあっぷ"),
        ("ＡＢＣ　１２", "abc 12"),
        ("  a \t\n b  ", "a b"),
        ("㈱桜井電機", "株式会社桜井電機"),
        ("(株)桜井電機", "株式会社桜井電機"),
        ("（株）桜井電機", "株式会社桜井電機"),
        ("株式会社桜井電機", "株式会社桜井電機"),
        ("桜井㈲", "桜井有限会社"),
        ("(同)ネコ", "合同会社ねこ"),
        ("(一社)協会", "一般社団法人協会"),
        ("髙橋", "高橋"),
        ("K−2025‐001", "k-2025-001"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_normalise(text: str, twin: str) -> None:
    assert normalise(text) == twin


@settings(derandomize=True, max_examples=200)
@given(st.text(max_size=30))
def test_normalise_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    "name",
    ["株式会社サクラ", "㈱サクラ", "（株） ｻｸﾗ", "サクラ 株式会社", "さくら", "サ・クラ(株)", "有限会社サクラ"],
)
def test_company_key_drops_legal_form_and_spaces(name: str) -> None:
    assert company_key(name) == "さくら"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Acme Co., Ltd.", "acme"),
        ("ACME, Inc.", "acme"),
        ("Acme K.K.", "acme"),
        ("Cocolo", "cocolo"),
        ("株式会社", "株式会社"),
    ],
)
def test_company_key_of_other_names(name: str, key: str) -> None:
    assert company_key(name) == key


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("渡辺 真理子", ("渡辺", "真理子")),
        (" 渡辺　真理子 ", ("渡辺", "真理子")),
        ("渡辺真理子", ("渡辺真理子", "")),
        ("Mary Ann Smith", ("Mary", "Ann Smith")),
        ("", ("", "")),
    ],
)
def test_split_name(name: str, parts: tuple[str, str]) -> None:
    assert split_name(name) == parts
