"""What narrows a report: the records that each of its prompts offers, and what is chosen, as chips."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from daicho.engine.access import select
from daicho.engine.catalog import registry
from daicho.engine.catalog.paths import Path, resolve
from daicho.engine.catalog.query import LARGEST_PAGE, make_query
from daicho.values.text import normalise
from daicho.web.reports.place import Place
from daicho.web.visitors import Visitor


@dataclass(frozen=True, slots=True)
class Option:
    """One record to choose, by id (ME: oneself, "" : all)."""

    value: str
    name: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Prompt:
    """One lookup by which the report can be narrowed."""

    key: str
    label: str
    options: Sequence[Option]

    @property
    def name(self) -> str:
        """What is chosen; "" for nothing."""
        return "・".join(option.name for option in self.options if option.chosen and option.value)


@dataclass(frozen=True, slots=True)
class Chip:
    """What narrows the report in words, and the address without it."""

    text: str
    without: str


def prompts(place: Place, visitor: Visitor) -> list[Prompt]:
    """The prompts of the report whose records the visitor may read: one question each, and one more for a choice beyond
    the thousand that are offered."""
    paths = [resolve(place.report.object, text) for text in place.report.definition.prompts]
    return [_prompt(path, place, visitor) for path in paths if _readable(path, visitor)]


def chips(place: Place, offered: Sequence[Prompt]) -> list[Chip]:
    """What is chosen."""
    return [
        Chip(
            gettext("%(label)s：%(name)s") % {"label": prompt.label, "name": prompt.name},
            place.without(prompt.key).link,
        )
        for prompt in offered
        if place.chosen.get(prompt.key)
    ]


def _prompt(path: Path, place: Place, visitor: Visitor) -> Prompt:
    wanted = place.chosen.get(path.text, ())
    target = path.field.target or ""
    name = registry.get(target).name_field
    query = make_query(target, columns=[name], sort="id", limit=LARGEST_PAGE)
    rows = sorted(select.select(visitor.actor, query, visitor.frame).rows, key=lambda row: normalise(str(row[name])))
    known = {str(row["id"]): str(row[name]) for row in rows}
    if unknown := [int(one) for one in wanted if one not in known and one != "ME"]:
        found = select.fetch(visitor.actor, target, unknown, [name], visitor.frame)
        known |= {str(id_): str(row[name]) for id_, row in found.items()}
        known |= {str(id_): f"#{id_}" for id_ in unknown if id_ not in found}
    own = {"ME": gettext("自分")} if target == "user" else {}
    options = [Option(value, text, value in wanted) for value, text in {**own, **known}.items()]
    return Prompt(path.text, path.field.label.text(visitor.language), [Option("", gettext("すべて")), *options])


def _readable(path: Path, visitor: Visitor) -> bool:
    return visitor.actor.permissions.may("read", path.field.target or "")
