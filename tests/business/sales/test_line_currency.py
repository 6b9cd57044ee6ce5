"""A line knows the currency of its quote: a discount in dollars is rounded to cents, one in yen to whole yen."""

from decimal import Decimal

import pytest

from daicho.business.sales.models import QuoteLine
from daicho.engine.records.command import command
from tests.world import World

pytestmark = pytest.mark.django_db
LISTED = Decimal("99.99")


def quoted(world: World, currency: str, **line: object) -> tuple[int, QuoteLine]:
    quote = world.quote(lines=[{"product": world.monthly, **line}], currency=currency)
    return quote, QuoteLine.objects.get(quote=quote)


@pytest.mark.parametrize(
    ("currency", "listed", "price"), [("USD", "99.99", "91.24"), ("USD", "15", "13.69"), ("JPY", "1205", "1100")]
)
def test_a_discount_is_rounded_in_the_currency_of_the_quote(
    world: World, currency: str, listed: str, price: str
) -> None:
    _, line = quoted(world, currency, list_price=Decimal(listed), discount_rate=Decimal("8.75"))
    assert (line.currency, line.unit_price) == (currency, Decimal(price))


def test_a_changed_discount_is_rounded_the_same(world: World) -> None:
    _, line = quoted(world, "USD", list_price=Decimal(15))
    with command(actor=world.actor("owner"), reason="test", frame=world.frame) as running:
        running.update("quote_line", {line.pk: {"discount_rate": Decimal("8.75")}})
    line.refresh_from_db()
    assert line.unit_price == Decimal("13.69")


def test_lines_follow_the_currency_of_their_quote(world: World) -> None:
    quote, line = quoted(world, "JPY", list_price=Decimal(15))
    other = quoted(world, "JPY")[1]
    with command(actor=world.actor("owner"), reason="test", frame=world.frame) as running:
        running.update("quote", {quote: {"currency": "USD"}})
    assert QuoteLine.objects.get(pk=line.pk).currency == "USD"
    assert QuoteLine.objects.get(pk=other.pk).currency == "JPY"
