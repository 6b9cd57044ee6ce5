"""Changing the organisation's settings: by administrators, all of it at once, with history."""

from collections.abc import Collection, Mapping
from typing import Any

from daicho.business.organisation import images
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
    """Write typed values; `put` are new images ("logo", "seal") as name and bytes, `remove` those to be taken away.

    `version` is what the editor saw (None: whatever it is). Nothing is written when anything is refused. Raises
    Forbidden without the feature, Invalid, Stale.
    """
    actor.require_feature(FEATURE, MANAGE)
    with command(actor=actor, reason=REASON, frame=frame, source=source) as running:
        running.update("organisation", {1: values}, made=True, versions=None if version is None else {1: version})
        for image in remove:
            images.remove(running, image)
        for image, (name, content) in (put or {}).items():
            images.put(running, image, name, content)
