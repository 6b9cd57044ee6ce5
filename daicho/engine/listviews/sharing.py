"""Who may give a view to everybody: a guard that sees every change of a view, by whatever road it comes."""

from daicho.engine.records.changes import NetChange
from daicho.engine.records.command import Command
from daicho.values.labels import Label

FEATURE = "share_views"
SHARE = Label("リストビューの共有", "share list views with everybody")


def guard_sharing(running: Command, changes: list[NetChange]) -> None:
    """Raise Forbidden, and with it undo the whole command, where somebody without the right shares or changes a shared view."""
    for change in changes:
        views = (change.before, change.after)
        if change.object == "list_view" and not change.made and any(v.get("sharing") == "everyone" for v in views):
            running.actor.require_feature(FEATURE, SHARE)
