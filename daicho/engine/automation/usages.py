"""Where a field is used by processes: for whoever wants to delete it."""

from collections.abc import Iterator

from django.db.models import Exists, F, Max, OuterRef, Q

from daicho.engine.automation.models import ProcessVersion, ScheduledAction
from daicho.engine.automation.plan_values import LIVE
from daicho.engine.shaping.usages import Usage, named_in
from daicho.values.labels import Label

PROCESS = Label("プロセス", "Process")


def in_processes(object_key: str, field_key: str) -> Iterator[Usage]:
    """The processes whose version that is switched on, latest version, or one with waiting actions names the field."""
    waiting = Exists(ScheduledAction.objects.filter(version_id=OuterRef("pk"), state__in=sorted(LIVE)))
    versions = ProcessVersion.objects.annotate(newest=Max("process__versions__number"))
    matters = Q(process__active_version=F("pk")) | Q(number=F("newest")) | waiting
    seen: set[int] = set()
    for version in versions.filter(matters).select_related("process").order_by("process__name", "-number"):
        process = version.process
        if process.pk not in seen and named_in(version.definition, process.object, object_key, field_key):
            seen.add(process.pk)
            yield Usage(PROCESS, process.name)
