"""The notices of an import to whoever started it: that it is done, taken back, stopped, or waits for a decision."""

from collections.abc import Mapping, Sequence
from typing import Any

from daicho.business.operations.imports.states import ImportState
from daicho.business.operations.models import ImportRun
from daicho.engine.access.models import User
from daicho.engine.activity.notifications import Notice, notify
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message

PATIENCE = 5.0
"""Seconds for which people wait at the page; whoever waited longer may have left and is told."""
TITLES: Mapping[str, Message] = {
    ImportState.READY: Message(
        "import_told_ready",
        ja="インポートの確認ができます：{name}",
        en="Your import is ready to be checked: {name}",
    ),
    ImportState.UNCLEAR: Message(
        "import_told_unclear",
        ja="インポートの列を確認してください：{name}",
        en="Please choose the columns of your import: {name}",
    ),
    ImportState.DONE: Message(
        "import_told_done", ja="インポートが終わりました：{name}", en="Your import is done: {name}"
    ),
    ImportState.UNDONE: Message(
        "import_told_undone", ja="インポートを取り消しました：{name}", en="Your import was taken back: {name}"
    ),
    ImportState.FAILED: Message(
        "import_told_failed", ja="インポートを中止しました：{name}", en="Your import was stopped: {name}"
    ),
}
BOOKED = Message(
    "import_told_booked",
    ja="{contracts}件の契約、{lines}件のライセンスを登録しました。登録しなかった行は{bad}行です。",
    en="{contracts} contracts and {lines} licences were booked; {bad} rows were not.",
)


def tell(
    run: ImportRun,
    state: ImportState,
    frame: Frame,
    *,
    seconds: float | None = None,
    counts: Mapping[str, Any] | None = None,
    problems: Sequence[Mapping[str, str]] = (),
) -> None:
    """One notice in the language of whoever acts on it. A step that took `seconds` of patience only is not told."""
    if seconds is not None and seconds < PATIENCE:
        return
    users = {run.user_id, run.undone_by_id or run.user_id}
    spoken = dict(User.objects.filter(pk__in=users).values_list("pk", "language"))
    body = {language: [one[language] for one in problems] for language in ("ja", "en")}
    notices = []
    for user, language in spoken.items():
        tongue = "ja" if language.startswith("ja") else "en"
        texts = list(body[tongue])
        if state == ImportState.DONE and counts is not None:
            made = counts["made"]
            numbers = {
                "contracts": made.get("contract", 0),
                "lines": made.get("contract_line", 0),
                "bad": counts["bad"],
            }
            texts = [BOOKED.text(language, **numbers)]
        title = TITLES[state].text(language, name=run.name)
        notices.append(Notice(user, title, "\n".join(texts), f"import:{run.pk}", "import"))
    notify(notices, frame)
