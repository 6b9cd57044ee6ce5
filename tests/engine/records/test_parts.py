"""Parts by hand: their parent's version, their parent's rights, and where their problems stand."""

from decimal import Decimal

import pytest

from daicho.business.sales.models import Quote, QuoteLine
from daicho.engine.records.command import command
from daicho.values.problems import Forbidden, Invalid, Missing


def write(world, who="owner"):
    return command(actor=world.actor(who), reason="test", frame=world.frame)


def test_a_changed_line_is_a_change_of_its_quote(world):
    quote = world.quote()
    line = QuoteLine.objects.order_by("position")[0].pk
    assert Quote.objects.get(pk=quote).version == 1
    with write(world) as running:
        running.update("quote_line", {line: {"quantity": Decimal(11)}})
    assert Quote.objects.get(pk=quote).version == 2
    with write(world) as running:
        running.delete("quote_line", [line])
        running.create("quote_line", [{"quote": quote, "product": world.monthly}])
    assert Quote.objects.get(pk=quote).version == 4


def test_a_line_cannot_be_moved_into_somebody_elses_quote(world):
    mine = world.quote()
    with write(world, "admin") as running:
        [foreign] = running.create("account", [{"name": "他社", "owner": world.users["stranger"]}])
        [theirs] = running.create(
            "quote", [{"account": foreign, "start_date": world.frame.today, "owner": world.users["stranger"]}]
        )
    line = QuoteLine.objects.filter(quote=mine)[0].pk
    with pytest.raises((Invalid, Missing)), write(world) as running:
        running.update("quote_line", {line: {"quote": theirs}})
    assert not QuoteLine.objects.filter(quote=theirs).exists()


@pytest.mark.parametrize("who, error", [("stranger", Missing), ("colleague", Forbidden)])
def test_a_part_is_written_by_whoever_edits_its_parent(world, who, error):
    quote = world.quote()
    with pytest.raises((error, Invalid)), write(world, who) as running:
        running.create("quote_line", [{"quote": quote, "product": world.monthly}])
    assert QuoteLine.objects.filter(quote=quote).count() == 3


def test_a_problem_of_a_nested_line_names_its_place(world):
    lines = [{"product": world.monthly}, {"product": world.monthly, "quantity": Decimal(-1)}]
    with pytest.raises(Invalid) as refused:
        world.quote(lines=lines)
    assert [(p.field, p.code) for p in refused.value.problems] == [("lines.1.quantity", "negative")]
    assert Quote.objects.count() == 0
