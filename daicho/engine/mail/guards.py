"""Whom an alert must not write to, whatever its recipients say: registered by object, asked for many records at once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from daicho.engine.mail.addressing import Address, Recipients, mailbox
from daicho.values.labels import Message, Problem

Asked = Mapping[int, Collection[str]]
"""Mailboxes in small letters, by the id of the record."""


@dataclass(frozen=True, slots=True)
class Guard:
    """`refused(asked)` answers those of the mailboxes that may not be written to, by record; few queries, however many.

    `reason` says so to people, with `{addresses}`.
    """

    object: str
    reason: Message
    refused: Callable[[Asked], Mapping[int, Collection[str]]] = field(compare=False)


_guards: dict[str, Guard] = {}


def register(guards: Collection[Guard]) -> None:
    """Say what is refused, one guard an object; the same object again replaces the former. Called by wiring."""
    for guard in guards:
        _guards[guard.object] = guard


def guarded(
    object_key: str, records: Sequence[int], recipients: Sequence[Recipients]
) -> list[tuple[Recipients, Problem | None]]:
    """For each record its recipients without those that are refused, and what to say of these; None where all may stay.

    Where nobody is left in To the mail has lost its reader, so nobody gets it.
    """
    guard = _guards.get(object_key)
    asked = {
        record: {mailbox(one.address) for one in who.everyone()}
        for record, who in zip(records, recipients, strict=True)
    }
    if guard is None or not any(asked.values()):
        return [(who, None) for who in recipients]
    refused = guard.refused(asked)
    return [_without(guard, who, refused.get(record, ())) for record, who in zip(records, recipients, strict=True)]


def _without(guard: Guard, who: Recipients, refused: Collection[str]) -> tuple[Recipients, Problem | None]:
    gone = [one.address for one in who.everyone() if mailbox(one.address) in refused]
    if not gone:
        return who, None

    def kept(people: Sequence[Address]) -> tuple[Address, ...]:
        return tuple(one for one in people if mailbox(one.address) not in refused)

    left = Recipients(kept(who.to), kept(who.cc), kept(who.bcc))
    return (left if left.to else Recipients()), guard.reason.problem(addresses=gone)
