"""Which reports a person has, and one of them by key or id. Writing goes through records.save."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from daicho.engine.access.actors import Actor
from daicho.engine.reports.definition import Definition, read_definition
from daicho.engine.reports.models import Report
from daicho.values.labels import Message
from daicho.values.problems import Missing

NO_REPORT = Message(
    "unknown_report", ja="「{report}」というレポートはありません。", en="There is no report “{report}”."
)


@dataclass(frozen=True, slots=True)
class Saved:
    """One saved report; its words in the language it was asked for. `owner` None: a shipped one."""

    id: int
    key: str
    name: str
    description: str
    note: str
    object: str
    definition: Definition
    shared: bool
    owner: int | None = None

    @property
    def shipped(self) -> bool:
        """Whether it came with the product."""
        return bool(self.key)

    @property
    def address(self) -> str:
        """What names it in addresses: its key, otherwise its id."""
        return self.key or str(self.id)


def reports_of(actor: Actor, language: str | None = None) -> list[Saved]:
    """The reports that the actor may use, in their order. Those about objects that he may not read are left out."""
    rows = [row for row in _visible(actor) if actor.permissions.may("read", row.object)]
    return [_saved(row, language or actor.language) for row in rows]


def find_report(actor: Actor, wanted: str, language: str | None = None) -> Saved:
    """One report by key or id. Raises Missing."""
    match = Q(key=wanted)
    if wanted.isascii() and wanted.isdecimal() and len(wanted) < 19:
        match |= Q(id=int(wanted))
    row = _visible(actor).filter(match).first() if wanted else None
    if row is None:
        raise Missing(NO_REPORT.problem("report", report=wanted[:60]))
    return _saved(row, language or actor.language)


def _visible(actor: Actor) -> QuerySet[Report]:
    own = Q(owner=actor.user_id) if actor.user_id is not None else Q()
    return Report.objects.filter(Q(sharing="everyone") | own, object__gt="").order_by("position", "id")


def _saved(row: Report, language: str) -> Saved:
    english = not language.startswith("ja")
    return Saved(
        row.id,
        row.key,
        (english and row.name_en) or row.name,
        (english and row.description_en) or row.description,
        (english and row.note_en) or row.note,
        row.object,
        read_definition(row.definition),
        row.sharing == "everyone",
        row.owner_id,
    )
