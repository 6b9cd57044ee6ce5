"""The HTML part of a mail: the words of the text, escaped, with links and the one button."""

from daicho.engine.mail.html_part import html_of

URL = "https://daicho.example.jp/answer/a-b_c/"


def body(text: str, buttons: dict[str, str] | None = None) -> str:
    return html_of(text, buttons or {}, "ja").partition('break-word">\n')[2].partition("\n</div>")[0]


def test_the_words_are_those_of_the_text_and_nothing_in_them_is_markup() -> None:
    assert body("<b>&株式会社\n\n  - 一つ") == "&lt;b&gt;&amp;株式会社<br>\n<br>\n\u00a0\u00a0- 一つ"


def test_an_address_is_a_link_and_the_answer_page_a_button_with_its_address() -> None:
    assert f">{URL}</a>" in body(f"こちら：{URL}。")
    button = body(f"▼\n{URL}\n", {URL: "回答ページを開く"})
    assert f'href="{URL}"' in button
    assert ">回答ページを開く</a>" in button
    assert button.count(f'href="{URL}"') == 2


def test_a_line_across_never_wraps_and_the_dark_is_thought_of() -> None:
    assert "white-space:nowrap" in body("────────────")
    assert "prefers-color-scheme: dark" in html_of("x", {}, "en")
    assert '<html lang="en">' in html_of("x", {}, "en")


def test_a_hostile_address_stays_text() -> None:
    assert 'href="javascript' not in body('javascript:alert(1) "onclick="x')
    assert '"onclick' not in body('https://a.example/"onclick="x')
