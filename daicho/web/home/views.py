"""ホーム: what waits for the visitor, by what he may do and what he owns."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from daicho.web.addresses import address
from daicho.web.home.attention import read_attention
from daicho.web.home.numbers import read_numbers
from daicho.web.home.tiles import Tile, contract_tiles, planned_tile, quote_tile, task_tile, trouble_tile
from daicho.web.visitors import Visitor, page, wants_part

NUMBERS_PART = "home-numbers"
WEEKDAYS = "月火水木金土日"


@page
def home(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The first page after logging in. The numbers over everybody's contracts come by a second request (`?numbers=1`), so
    that what waits is there at once: into the page, or as a page without the tiles."""
    counts = request.GET.get("numbers") == "1" and _sees_numbers(visitor)
    if counts and wants_part(request, NUMBERS_PART):
        return render(request, "partials/home/numbers.html", {"numbers": read_numbers(visitor)})
    mine = sees_own(visitor)
    tiles = [] if counts else _tiles(visitor, mine=mine)
    context = {
        "section": "home",
        "today": visitor.frame.today,
        "weekday": WEEKDAYS[visitor.frame.today.weekday()],
        "name": visitor.actor.name,
        "mine": mine,
        "tiles": tiles,
        "numbers": read_numbers(visitor) if counts else None,
        "numbers_part": NUMBERS_PART if _sees_numbers(visitor) and not counts else "",
        "new_quote": address("quote_new") if visitor.actor.permissions.may("create", "quote") else "",
    }
    return render(request, "pages/home.html", context)


def sees_own(visitor: Visitor) -> bool:
    """Whether the tiles show only what the visitor owns: he works on contracts, and not on everybody's."""
    permissions = visitor.actor.permissions
    everybodys = permissions.may("view_all", "contract") or permissions.may("modify_all", "contract")
    return permissions.may("edit", "contract") and not everybodys


def looks_at_others(visitor: Visitor) -> bool:
    """Whether the visitor answers for others' contracts or may see everybody's."""
    actor = visitor.actor
    below = actor.edits - {actor.user_id}
    return bool(below) or actor.permissions.may("view_all", "contract")


def _tiles(visitor: Visitor, *, mine: bool) -> Sequence[Tile]:
    """What can be acted on, what waits before what does not; people who may only read see no work that is not theirs."""
    permissions = visitor.actor.permissions
    found: list[Tile] = []
    if permissions.may("read", "contract"):
        found += contract_tiles(read_attention(visitor, mine=mine), visitor, answers_first=not mine)
    if permissions.may("read", "task") and visitor.actor.user_id is not None:
        found.append(task_tile(visitor))
    if permissions.may("edit", "contract"):
        found += [planned_tile(visitor), trouble_tile(visitor)]
    if permissions.may("edit", "quote"):
        found.append(quote_tile(visitor, mine=mine))
    return sorted(found, key=lambda tile: tile.count == 0)


def _sees_numbers(visitor: Visitor) -> bool:
    return visitor.actor.permissions.may("read", "contract") and looks_at_others(visitor)
