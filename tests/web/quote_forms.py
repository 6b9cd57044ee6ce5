"""Fills in the quote editor as a browser would: reads the fields of the page, changes some, sends all of them."""

from typing import Any

from django.test import Client

from tests.web.reading import Reader

NEW = "/quotes/new/"


def fields(response: Any) -> dict[str, list[str]]:
    """The names and values that the form of a page would send, in their order, without its buttons."""
    reader = Reader()
    reader.feed(response.content.decode())
    found: dict[str, list[str]] = {}
    select = ""
    inside = False
    for one in reader.elements:
        if one["tag"] == "form":
            inside = one.get("id") == "editor"
        if not inside:
            continue
        if one["tag"] == "input" and one.get("name"):
            found.setdefault(one["name"], []).append(one.get("value") or "")
        elif one["tag"] == "textarea":
            found.setdefault(one["name"], []).append(one["text"])
        elif one["tag"] == "select":
            select = one["name"]
            found.setdefault(select, [""])
        elif one["tag"] == "option" and "selected" in one:
            found[select] = [one["value"] or ""]
    return found


def send(client: Client, response: Any, do: str = "", path: str = NEW, **changes: str) -> Any:
    """The page's form with changes (`0__quantity` is the field 0.quantity) and a button, sent to `path`."""
    data = fields(response)
    for key, value in changes.items():
        data[key.lstrip("_").replace("__", ".")] = [value]
    return client.post(path, {**data, "do": do})


def value(response: Any, name: str) -> str:
    """What a field of the page holds."""
    return fields(response)[name][0]
