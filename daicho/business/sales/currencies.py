"""The currency of quote lines: always their quote's, also after it was changed. A listener of the write path."""

from daicho.business.sales.models import QuoteLine
from daicho.engine.records.changes import NetChange
from daicho.engine.records.command import Command


def carry_currency(command: Command, changes: list[NetChange]) -> None:
    """Write the new currency of changed quotes to their lines; prices stay as they were given."""
    changed = {
        change.record_id: change.after["currency"]
        for change in changes
        if change.object == "quote" and change.kind == "updated" and "currency" in change.changed
    }
    if not changed:
        return
    lines = QuoteLine.objects.filter(quote__in=changed).values_list("id", "quote")
    command.update("quote_line", {line: {"currency": changed[quote]} for line, quote in lines}, made=True)
