"""Who may give a report to everybody: a guard that sees every change of a report, by whatever road it comes."""

from daicho.engine.records.changes import NetChange
from daicho.engine.records.command import Command
from daicho.values.labels import Label

FEATURE = "share_views"
"""The right to share list views is the right to share reports: both say to everybody what the numbers are."""
SHARE = Label("レポートの共有", "share reports with everybody")


def guard_reports(running: Command, changes: list[NetChange]) -> None:
    """Raise Forbidden, and with it undo the whole command, where somebody without the right shares or changes a shared report."""
    for change in changes:
        reports = (change.before, change.after)
        if change.object == "report" and not change.made and any(r.get("sharing") == "everyone" for r in reports):
            running.actor.require_feature(FEATURE, SHARE)
