"""Forms whose hidden values were tampered with, or that arrive half: refused or shown again, never a 500."""

import pytest

from daicho.engine.automation.models import Process
from daicho.engine.mail.models import EmailAlert, EmailTemplate
from tests.web.conftest import Visit
from tests.world import World

FORGED = ["true", "3", '"text"', "[1]", "{}", "[[", "null"]
FORGED += ['{"field": ["x"], "op": {}}', '[{"field": "name", "op": "eq", "value": "\\u0000"}]', "[NaN, 1e400]"]


@pytest.mark.parametrize("path", ["/automation/templates/new/", "/automation/alerts/new/"])
@pytest.mark.parametrize("object_key", ["", "../../etc/passwd", "契約", "\0", "x" * 5000])
def test_mails_about_nothing_known(visit: Visit, world: World, path: str, object_key: str) -> None:
    before = EmailTemplate.objects.count(), EmailAlert.objects.count()
    client = visit("admin")
    assert client.post(path, {"object": object_key, "do": "check"}).status_code == 200
    assert client.post(path, {"object": object_key, "name": "x", "do": "save"}).status_code == 422
    assert (EmailTemplate.objects.count(), EmailAlert.objects.count()) == before


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize(
    "place", ["nodes.0.c.0.was", "nodes.0.kept", "nodes.0.schedules.0.kept", "nodes.0.actions.0.raw"]
)
def test_carried_parts_of_a_process_that_were_forged(visit: Visit, world: World, place: str, forged: str) -> None:
    before = Process.objects.count()
    given = {"name": "偽", "object": "contract", "nodes.0.label": "x", "nodes.0.c.0.field": "name", place: forged}
    for do in ("check", "save"):
        assert visit("admin").post("/automation/processes/new/", {**given, "do": do}).status_code in {200, 422}
    assert Process.objects.count() == before
