"""Reads what tests need out of a page: texts, links, table cells. Uses the standard library's parser."""

from html.parser import HTMLParser
from typing import Any, Protocol

VOID = frozenset({"meta", "link", "input", "br", "img", "hr"})


class Answer(Protocol):
    """What the test client answers with."""

    @property
    def content(self) -> bytes: ...


class Reader(HTMLParser):
    """Collects every element with its attributes and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[dict[str, Any]] = []
        self.elements: list[dict[str, Any]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element: dict[str, Any] = {"tag": tag, "text": "", **dict(attrs)}
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()["tag"] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element["text"] += data


def elements(response: Answer, tag: str, **attributes: str) -> list[dict[str, Any]]:
    """The elements of a tag; `attributes` must be equal, `class_` must be among the classes."""
    reader = Reader()
    reader.feed(response.content.decode())
    wanted = attributes.pop("class_", "")
    return [
        one
        for one in reader.elements
        if one["tag"] == tag
        and (not wanted or wanted in (one.get("class") or "").split())
        and all(one.get(key) == value for key, value in attributes.items())
    ]


def text(response: Answer, tag: str, **attributes: str) -> str:
    """The text of the one such element, white space collapsed."""
    [found] = elements(response, tag, **attributes)
    return " ".join(found["text"].split())


def texts(response: Answer, tag: str, **attributes: str) -> list[str]:
    """The texts of all such elements."""
    return [" ".join(one["text"].split()) for one in elements(response, tag, **attributes)]
