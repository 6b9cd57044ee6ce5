"""An import as its page shows it: how far it is, and what may be done with it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from daicho.business.operations.imports import runs as import_runs
from daicho.business.operations.imports.decisions import Decided, decided
from daicho.business.operations.imports.states import BUSY, CHOOSABLE, COLOURS, LABELS, ImportState
from daicho.business.operations.models import ImportRun
from daicho.business.operations.renewals import missed_notices
from daicho.web.cells import moment
from daicho.web.imports.choosing import Choosing
from daicho.web.imports.naming import Naming
from daicho.web.imports.outcome import Outcome
from daicho.web.visitors import Visitor

FILE, COLUMNS, BOOKING, RESULT = range(4)
STEP_OF: Mapping[str, int] = {
    ImportState.WAITING: FILE,
    ImportState.READING: FILE,
    ImportState.UNCLEAR: COLUMNS,
    ImportState.READY: COLUMNS,
    ImportState.QUEUED: BOOKING,
    ImportState.RUNNING: BOOKING,
}
FULL, ALMOST = 100, 95
USUAL_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step is, in percent (None: nothing can be said), and the seconds since it began."""

    percent: int | None
    seconds: int


class ImportShown:
    """What the templates read of one import; texts in the visitor's language."""

    def __init__(self, run: ImportRun, visitor: Visitor, posted: Decided | None = None) -> None:
        self.run = run
        self.visitor = visitor
        self.language = visitor.language
        self.posted = posted
        self.id, self.name, self.version, self.state = run.pk, run.name, run.version, run.state
        self.label = LABELS[run.state].text(visitor.language)
        self.colour = COLOURS.get(run.state, "")
        self.busy = run.state in BUSY
        self.may_decide = import_runs.may_decide(visitor.actor, run)
        self.may_drop = self.may_decide and run.state in CHOOSABLE
        self.may_retry = self.may_decide and run.state == ImportState.FAILED and run.file_id is not None
        self.may_undo = self.may_decide and import_runs.may_undo(run, visitor.frame)
        self.step = STEP_OF.get(run.state, RESULT)
        self.by = str(run.user)
        self.at = moment(run.created_at, visitor)
        self.finished = moment(run.finished_at, visitor)
        self.undone_at = moment(run.undone_at, visitor)
        self.undone_by = str(run.undone_by) if run.undone_by is not None else ""
        self.size = f"{max(run.size, 1000) / 1_000_000:.1f} MB" if run.size >= 100_000 else f"{-(-run.size // 1000)} kB"

    @cached_property
    def decided(self) -> Decided:
        """What was decided, or has just been posted."""
        return self.posted or decided(self.run)

    @cached_property
    def choosing(self) -> Choosing:
        """What may be decided about the reading."""
        return Choosing(self.run, self.visitor, self.decided)

    @cached_property
    def naming(self) -> Naming:
        """The names that are nobody's, and who is meant."""
        return Naming(self.run, self.visitor, self.decided)

    @cached_property
    def outcome(self) -> Outcome:
        """What the dry run found, or the booking did."""
        return Outcome(self.run, self.language)

    @property
    def from_before(self) -> bool:
        """Whether the reading was decided by an earlier import of a file like this."""
        return self.decided.before is not None

    @property
    def may_choose(self) -> bool:
        """Whether the visitor may decide about the reading now."""
        return self.may_decide and self.state in CHOOSABLE and self.run.survey is not None

    @property
    def problems(self) -> list[str]:
        """Why it stopped, or what is still to be chosen."""
        return [self._said(one) for one in self.run.problems]

    @property
    def progress(self) -> Progress:
        """How far the step in hand is; booking takes about as long as the dry run did."""
        if self.run.started_at is None or self.run.worker is None:
            return Progress(None, 0)
        seconds = max(0.0, (timezone.now() - self.run.started_at).total_seconds())
        if self.state != ImportState.RUNNING:
            return Progress(None, int(seconds))
        whole = max(USUAL_SECONDS, (self.run.seconds or 0.0) * 1.3)
        return Progress(min(ALMOST, int(FULL * seconds / whole)), int(seconds))

    @property
    def verdict(self) -> str:
        """What the dry run says."""
        trial = self.run.trial or {}
        values = {"rows": f"{trial['rows']:,}", "good": f"{trial['good']:,}", "bad": f"{trial['bad']:,}"}
        if not trial["bad"]:
            return gettext("%(rows)s行すべてを登録できます。") % values
        if not trial["good"]:
            return gettext("%(rows)s行のどれも登録できません。") % values
        return gettext("%(rows)s行のうち%(good)s行を登録できます。%(bad)s行に問題があります。") % values

    @property
    def may_book(self) -> bool:
        """Whether there is anything that can be booked now."""
        trial = self.run.trial or {}
        return self.may_decide and self.state == ImportState.READY and trial.get("good", 0) > 0

    @property
    def booked(self) -> str:
        """What was booked, and whether the sums agree."""
        result = self.run.result or {}
        made = result["made"]
        values = {
            "contracts": f"{made.get('contract', 0):,}",
            "lines": f"{made.get('contract_line', 0):,}",
            "updated": f"{result['updated']:,}",
            "unchanged": f"{result['unchanged']:,}",
        }
        if made.get("contract"):
            said = gettext("%(contracts)s件の契約、%(lines)s件のライセンスを登録しました。") % values
        elif result["updated"]:
            said = gettext("すでに登録されている契約を更新しました（変更%(updated)s件）。") % values
        else:
            said = gettext("すべて登録済みの内容と同じだったため、何も変わっていません。")
        agree = (
            gettext("合計金額はExcelと一致しています。")
            if result["same"]
            else gettext("合計金額がExcelと一致していません。")
        )
        undo = gettext("%(days)s日以内なら取り消せます。") % {"days": import_runs.UNDO_DAYS} if self.may_undo else ""
        return f"{said}{agree}{undo}" if self.language == "ja" else " ".join(filter(None, (said, agree, undo)))

    @property
    def missed(self) -> int:
        """How many contracts have not been sent their renewal notice because its day had passed."""
        return missed_notices.missed(self.visitor.actor, self.visitor.frame).count()

    @property
    def has_problem_file(self) -> bool:
        """Whether the copy with red cells can be downloaded."""
        return self.run.problems_file_id is not None

    @property
    def ledger_link(self) -> str:
        """The ledger with the contracts that were made; "" for none."""
        ids = (self.run.result or {}).get("contract_ids", [])
        if not ids or self.state == ImportState.UNDONE:
            return ""
        condition = json.dumps({"field": "id", "op": "in", "value": ids}, separators=(",", ":"))
        return f"{reverse('ledger')}?filter={condition}"

    def _said(self, both: Mapping[str, str]) -> str:
        return both[self.language]
