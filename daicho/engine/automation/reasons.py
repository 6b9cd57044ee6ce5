"""Why a waiting action stands as it does: one message for each reason code that is stored with a row. PURE."""

from collections.abc import Mapping

from daicho.values.labels import Message

PLANNED = Message("planned", ja="予定しました。", en="Planned.")
EVENT = Message("event", ja="条件に合ったため、すぐに実行します。", en="The conditions were met; runs at once.")
DATE_MOVED = Message(
    "date_moved", ja="基準日が {old} から {new} に変わりました。", en="The date moved from {old} to {new}."
)
DATE_CLEARED = Message("date_cleared", ja="基準日（{old}）が空になりました。", en="The date ({old}) was cleared.")
NO_DATE = Message("no_date", ja="基準日がまだ入っていません。", en="The date is not entered yet.")
DATE_ENTERED = Message("date_entered", ja="基準日に {new} が入りました。", en="The date {new} was entered.")
RULE_CHANGED = Message(
    "rule_changed", ja="プロセスの新しい版で時期が変わりました。", en="A new version of the process changed the time."
)
CONDITION_LOST = Message(
    "condition_lost", ja="条件「{node}」に合わなくなりました。", en="The condition “{node}” is no longer met."
)
MATCHED_AGAIN = Message(
    "matched_again", ja="ふたたび条件「{node}」に合いました。", en="The condition “{node}” is met again."
)
DECIDED = Message(
    "decided",
    ja="すでに決まったため（更新済み・解約済みなど）、実行しません。",
    en="Already decided (renewed, cancelled …).",
)
RECORD_DELETED = Message("record_deleted", ja="レコードが削除されました。", en="The record was deleted.")
OCCURRENCE_GONE = Message(
    "occurrence_gone", ja="対象の期がなくなりました。", en="The term it belonged to no longer exists."
)
STEP_REMOVED = Message(
    "step_removed",
    ja="プロセスの新しい版にこの段階がありません。",
    en="The new version of the process has no such step.",
)
PROCESS_OFF = Message("process_off", ja="プロセスが停止されました。", en="The process was switched off.")
RESTORED = Message(
    "restored",
    ja="バックアップから戻したため、すでに実行されたかどうか分かりません。二重にならないよう、自動では実行しません。",
    en="The database was restored from a backup; it may have run already, so it does not run by itself.",
)
POSTPONED = Message(
    "postponed", ja="{who}が予定日時を変更しました（変更前：{old}）。", en="{who} changed its time (before: {old})."
)
POSTPONE_KEPT = Message(
    "postpone_kept",
    ja="時期が変わりました（基準日 {old} → {new}）。手作業で決めた日時（{until}）まで待ちます。",
    en="Its date moved ({old} → {new}); it still waits for the time chosen by hand ({until}).",
)
POSTPONE_DROPPED = Message(
    "postpone_dropped",
    ja="時期が変わったため（基準日 {old} → {new}）、手作業で決めた日時（{until}）に代えて新しい日時にしました。",
    en="Its date moved ({old} → {new}), so the new time replaces the one chosen by hand ({until}).",
)
RUN_BY_HAND = Message("run_by_hand", ja="{who}が［今すぐ実行］を押しました。", en="{who} chose to run it now.")
BY_HAND = Message("by_hand", ja="手作業で取り消されました。", en="Cancelled by hand.")
LATE_SKIPPED = Message(
    "late_skipped",
    ja="予定した時点で期日（{due}）を過ぎていたため、実行していません。",
    en="It was already past its time ({due}) when it was planned, so it was not run.",
)
IMPORTED = Message(
    "imported",
    ja="取り込んだレコードのため、社外には送っていません。",
    en="The record was imported, so nothing was sent to people outside.",
)
LATE_RUN = Message(
    "late_run",
    ja="予定した時点で期日（{due}）を過ぎていたため、すぐに実行します。",
    en="It was already past its time ({due}) when it was planned; it runs at once.",
)
MISSED = Message(
    "missed",
    ja="期日から{days}日を過ぎたため、設定により実行していません。",
    en="More than {days} days past its time, so by its setting it was not run.",
)
DONE = Message("done", ja="実行しました。", en="Done.")
RETRY = Message(
    "retry",
    ja="{attempt}回目の失敗：{error} もう一度試します。",
    en="Attempt {attempt} failed: {error} It will be tried again.",
)
FAILED = Message("failed", ja="実行できませんでした：{error}", en="It could not be run: {error}")

ALL: Mapping[str, Message] = {
    message.code: message
    for message in (
        PLANNED, EVENT, DATE_MOVED, DATE_CLEARED, NO_DATE, DATE_ENTERED, RULE_CHANGED, CONDITION_LOST, MATCHED_AGAIN,
        DECIDED, RECORD_DELETED, OCCURRENCE_GONE, STEP_REMOVED, PROCESS_OFF, RESTORED, BY_HAND, POSTPONED,
        POSTPONE_KEPT, POSTPONE_DROPPED, RUN_BY_HAND, IMPORTED, LATE_SKIPPED, LATE_RUN, MISSED, DONE, RETRY, FAILED,
    )
}  # fmt: skip


def text(code: str, params: Mapping[str, object], language: str = "ja") -> str:
    """The sentence of a stored reason; a code of a later version reads as itself."""
    message = ALL.get(code)
    return code if message is None else message.text(language, **params)
