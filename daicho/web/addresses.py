"""Which address shows a record, its list or its form, for links. Leaves the pages themselves to their own modules."""

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from daicho.web.given import whole


def page_of(object_key: str, record_id: int) -> str:
    """The path of the record's page; of the ledger for objects that have no page."""
    return address(object_key, record_id) or reverse("ledger")


def address(name: str, *parts: object, **query: object) -> str:
    """The path of a page by its name, with what is asked after the question mark; "" where there is no such page."""
    try:
        path = reverse(name, args=parts)
    except NoReverseMatch:
        return ""
    return f"{path}?{urlencode(query)}" if query else path


def record_address(about: str) -> str:
    """The page of a record written as "contract:12", or of a list written as "page:tasks"; "" for nothing, something else,
    or an object without a page."""
    object_key, _, record_id = about.partition(":")
    if object_key == "page":
        return address(record_id)
    number = whole(record_id)
    return "" if number is None else address(object_key, number)
