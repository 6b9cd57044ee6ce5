"""担当変更 for many records: who takes over and what goes along, then the change, with the records that it left out."""

from collections.abc import Iterable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from daicho.engine.access import select
from daicho.engine.catalog import registry
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.records.checks import NOT_EDITABLE, REQUIRED
from daicho.values.labels import Message, Problem
from daicho.values.problems import Invalid, Refused
from daicho.web.cells import EMPTY
from daicho.web.records import handover
from daicho.web.records import typed as inputs
from daicho.web.records.form import one_field
from daicho.web.records.kinds import Kind, kind_of
from daicho.web.records.outcome import Failure, Outcome, told
from daicho.web.records.references import resolved
from daicho.web.records.selection import Selection, is_chosen, read_selection
from daicho.web.records.typed import NOTHING, Typed
from daicho.web.visitors import Visitor, form_page

MOST = 1_000
SHOWN = 20
OWNER = "owner"
INACTIVE = Message(
    "owner_inactive",
    ja="「{name}」は無効な利用者です。有効な利用者を選んでください。",
    en="“{name}” is not active. Choose an active user.",
)


@form_page
def change_owner(request: HttpRequest, visitor: Visitor, object_key: str) -> HttpResponse:
    """担当変更 of the chosen records. What was chosen stands in the address, for the question and the deed alike."""
    kind = kind_of(object_key)
    visitor.actor.require("edit", object_key, kind.spec.label)
    if not is_chosen(request.GET):
        messages.warning(request, gettext("行を選んでから、もう一度お試しください。"))
        return HttpResponseRedirect(reverse(kind.section))
    selection = read_selection(kind, request.GET, visitor, [OWNER, kind.usual[0]], MOST)
    if request.method != "POST":
        return _page(request, visitor, selection, NOTHING, along=True)
    spec = _owner_field(kind)
    typed = inputs.of_post(spec, request.POST)
    along = request.POST.get("along") == "1"
    if request.POST.get("seen") != str(len(selection.rows)):
        return _page(request, visitor, selection, typed, along=along, moved_on=True)
    try:
        owner = _new_owner(spec, typed, visitor)
    except Invalid as refused:
        return _page(request, visitor, selection, typed, along=along, problems=refused.problems)
    return told(request, _changed(selection, owner, visitor, along=along))


def _changed(selection: Selection, owner: int, visitor: Visitor, *, along: bool) -> Outcome:
    """Hand over what may be, and say what became of the rest."""
    kind, names = selection.kind, _names(selection)
    others = [row for row in selection.rows if row[OWNER] is None or row[OWNER].id != owner]
    ids = [row["id"] for row in others]
    allowed = select.readable_ids(visitor.actor, kind.object, ids, visitor.frame, "edit")
    failures = [
        Failure(id_, names[id_], NOT_EDITABLE.problem(object=kind.spec.label, id=names[id_]).text(visitor.language))
        for id_ in ids
        if id_ not in allowed
    ]
    usable = [row for row in others if row["id"] in allowed]
    moves = handover.moves_along(kind.object, usable, visitor) if along else {}
    result = handover.hand_over(kind.object, [row["id"] for row in usable], owner, moves, visitor)
    failures += [Failure(id_, names[id_], _text(refused, visitor)) for id_, refused in result.refused.items()]
    said = ngettext("%(count)d件の担当を変更しました。", "%(count)d件の担当を変更しました。", len(result.done))
    same = len(selection.rows) - len(others)
    notes = [gettext("一緒に移したもの：%(items)s") % {"items": _listed(result.along, visitor)}] if result.along else []
    if same:
        notes.append(gettext("%(count)d件は、もともとこの担当です。") % {"count": same})
    records = [(id_, names[id_]) for id_ in result.done]
    done = said % {"count": len(result.done)}
    return Outcome(
        kind.object, gettext("担当変更"), done, records[:MOST], notes, failures, back=selection.location.link
    )


def _page(
    request: HttpRequest,
    visitor: Visitor,
    selection: Selection,
    typed: Typed,
    *,
    along: bool,
    problems: Iterable[Problem] = (),
    moved_on: bool = False,
) -> HttpResponse:
    kind, found = selection.kind, list(problems)
    moves = handover.counts(handover.moves_along(kind.object, selection.rows, visitor))
    names = _names(selection)
    context = {
        "section": kind.section,
        "kind": kind,
        "plural": kind.spec.plural.text(visitor.language),
        "object": kind.spec.label.text(visitor.language),
        "count": len(selection.rows),
        "rows": [(names[row["id"]], row[OWNER].name if row[OWNER] else EMPTY) for row in selection.rows[:SHOWN]],
        "more": max(len(selection.rows) - SHOWN, 0),
        "field": one_field(kind, _owner_field(kind), typed, visitor, found),
        "moves": _listed(moves, visitor),
        "along": along,
        "moved_on": moved_on,
        "list": reverse(kind.section) + selection.location.link,
    }
    return render(request, "pages/bulk_owner.html", context, status=422 if found else 409 if moved_on else 200)


def _new_owner(spec: FieldSpec, typed: Typed, visitor: Visitor) -> int:
    """The active user who is named. Raises Invalid."""
    owner = resolved(spec, typed, visitor)
    if owner is None:
        raise Invalid(REQUIRED.problem(OWNER, label=spec.label))
    row = select.fetch(visitor.actor, "user", [owner], ["name", "active"], visitor.frame).get(owner)
    if row is None or not row["active"]:
        raise Invalid(INACTIVE.problem(OWNER, name=row["name"] if row else typed.text[:60]))
    return owner


def _names(selection: Selection) -> dict[int, str]:
    """What tells the records apart: what stands first in their list."""
    first = selection.kind.usual[0]
    return {row["id"]: str(row[first] or f"#{row['id']}") for row in selection.rows}


def _listed(counts: Mapping[str, int], visitor: Visitor) -> str:
    """契約 3件、ToDo 5件; "" for nothing."""
    joint = "、" if visitor.language == "ja" else ", "
    return joint.join(
        gettext("%(object)s %(count)d件") % {"object": registry.get(key).label.text(visitor.language), "count": count}
        for key, count in counts.items()
    )


def _owner_field(kind: Kind) -> FieldSpec:
    found = kind.spec.field(OWNER)
    assert found is not None
    return found


def _text(refused: Refused, visitor: Visitor) -> str:
    return " ".join(problem.text(visitor.language) for problem in refused.problems)
