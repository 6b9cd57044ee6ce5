"""Changing the organisation's settings: by administrators, all of it at once, with history."""

from collections.abc import Collection, Mapping
from typing import Any

from daicho.business.organisation import own_files
from daicho.engine.access.actors import Actor
from daicho.engine.records.command import command
from daicho.engine.work.frame import Frame
from daicho.values.labels import Label

FEATURE = "manage_settings"
MANAGE = Label("設定の変更", "change the settings")
REASON = "change_settings"


def change_settings(
    actor: Actor,
    values: Mapping[str, Any],
    frame: Frame,
    *,
    version: int | None = None,
    put: Mapping[str, tuple[str, bytes]] | None = None,
    remove: Collection[str] = (),
    source: str = "",
) -> None:
    """Write typed values; `put` are new files (keys of OWN_FILES) as name and bytes, `remove` those to be taken away.

    `version` is what the editor saw (None: whatever it is). Nothing is written when anything is refused. Raises
    Forbidden without the feature, Invalid, Stale.
    """
    actor.require_feature(FEATURE, MANAGE)
    with command(actor=actor, reason=REASON, frame=frame, source=source) as running:
        running.update("organisation", {1: values}, made=True, versions=None if version is None else {1: version})
        for key in remove:
            own_files.remove(running, key)
        for key, (name, content) in (put or {}).items():
            own_files.put(running, key, name, content)
