"""［元に戻す］ after a form was saved: the values before, by the history, as long as nobody has changed the record since."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from daicho.engine.records import checks, history, intake
from daicho.engine.records.reading import read_record
from daicho.values.problems import Refused
from daicho.web.addresses import address
from daicho.web.records.form import writable
from daicho.web.records.kinds import PRICES, Kind, kind_of
from daicho.web.visitors import Visitor, post_only

SOURCE = "web"


def said_saved(request: HttpRequest, kind: Kind, record_id: int) -> None:
    """Say that the record was saved, with the way back."""
    latest = history.latest(kind.object, record_id)
    usable = latest is not None and latest.kind == "updated"
    undo = address(f"{kind.object}_undo", record_id, latest.command) if latest is not None and usable else ""
    messages.success(request, gettext("保存しました。"), extra_tags=undo)


@post_only
def undo_edit(request: HttpRequest, visitor: Visitor, object_key: str, record_id: int, command: UUID) -> HttpResponse:
    """Take back one saved form. Where somebody changed the record since, nothing happens but a sentence."""
    kind = kind_of(object_key)
    checks.may_correct(kind.spec)
    checks.may_write(visitor.actor, kind.spec, [record_id], "edit", visitor.frame)
    there = HttpResponseRedirect(after_saving(kind, record_id, visitor), status=303)
    version = read_record(visitor.actor, object_key, record_id, visitor.frame, ["id"]).version
    latest = history.latest(object_key, record_id)
    if latest is None or latest.command != command or latest.kind != "updated":
        messages.warning(request, gettext("そのあとに変更があったため、元に戻せません。履歴で内容を確認してください。"))
        return there
    keys = {spec.key for spec in writable(kind)}
    before = {key: pair[0] for key, pair in latest.changes.items() if key in keys}
    try:
        if before:
            intake.change(visitor.actor, object_key, record_id, before, visitor.frame, SOURCE, version=version)
    except Refused as refused:
        messages.warning(request, " ".join(problem.text(visitor.language) for problem in refused.problems))
    else:
        messages.success(request, gettext("元に戻しました。"))
    return there


def after_saving(kind: Kind, record_id: int, visitor: Visitor) -> str:
    """Where somebody goes who saved: the record, or the product of a price."""
    if kind is PRICES:
        row = read_record(visitor.actor, kind.object, record_id, visitor.frame, ["product"]).record.rows[0]
        return address("product", row["product"].id)
    return address(kind.object, record_id)
