"""The states of a mail in the outbox, with their names for people. PURE."""

from collections.abc import Mapping
from enum import StrEnum

from daicho.values.labels import Label


class State(StrEnum):
    """Where a mail stands. Only `queued` is sent; `unknown` is never sent again by itself."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    CAPTURED = "captured"
    HELD = "held"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


STATE_LABELS: Mapping[State, Label] = {
    State.QUEUED: Label("送信待ち", "Queued"),
    State.SENDING: Label("送信中", "Sending"),
    State.SENT: Label("送信済み", "Sent"),
    State.CAPTURED: Label("記録のみ", "Captured"),
    State.HELD: Label("保留", "Held"),
    State.FAILED: Label("送信失敗", "Failed"),
    State.UNKNOWN: Label("送信結果の確認が必要", "Result unknown"),
    State.CANCELLED: Label("取消", "Cancelled"),
}
