"""An import as its page shows it: how far it is, what was recognised, what the dry run found, what was booked."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from daicho.business.operations.imports import runs as import_runs
from daicho.business.operations.imports.states import BUSY, CHOOSABLE, COLOURS, LABELS, ImportState
from daicho.business.operations.imports.undo import PARTIES
from daicho.business.operations.ledger.choices import MEANINGS
from daicho.business.operations.ledger.messages import WHAT
from daicho.business.operations.ledger.notes import KIND_LABELS
from daicho.business.operations.models import ImportRun
from daicho.business.operations.renewals import missed_notices
from daicho.engine.access.models import User
from daicho.engine.catalog import registry
from daicho.web.cells import moment
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
COUNTED = ("contract", "contract_line", *PARTIES)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step is, in percent (None: nothing can be said), and the seconds since it began."""

    percent: int | None
    seconds: int


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column of a table: the name of its control, what it is, its samples, what it may be taken for."""

    name: str
    letters: str
    title: str
    samples: Sequence[str]
    sure: bool
    options: Sequence[Option]


@dataclass(frozen=True, slots=True)
class TableRow:
    """One table that was recognised: its words, what is missing, its columns. `number` tells tables apart in the form."""

    number: int
    key: str
    sheet: str
    header: str
    rows: int
    turned: bool
    missing: str
    columns: Sequence[ColumnRow]


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """A name that is no user: the name of its control and who may be meant ("" : make a user without log-in)."""

    name: str
    person: str
    options: Sequence[Option]


class ImportShown:
    """What the templates read of one import; texts in the visitor's language."""

    def __init__(self, run: ImportRun, visitor: Visitor, posted: import_runs.Decided | None = None) -> None:
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
    def decided(self) -> import_runs.Decided:
        """What was decided about the reading, or has just been posted."""
        return self.posted or import_runs.decided(self.run)

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
    def counts(self) -> list[tuple[str, str]]:
        """Records that are new, by object; then those that change and those that stay as they are."""
        found = (self.run.result if self.run.result is not None else self.run.trial) or {}
        made = found.get("made", {})
        rows = [(registry.get(key).label.text(self.language), f"{made[key]:,}") for key in COUNTED if made.get(key)]
        rows += [(gettext("変更"), f"{found['updated']:,}")] if found.get("updated") else []
        return rows + ([(gettext("変更なし"), f"{found['unchanged']:,}")] if found.get("unchanged") else [])

    @property
    def made(self) -> list[tuple[str, str]]:
        """Records that were created, by object."""
        made = (self.run.result or {}).get("made", {})
        return [(registry.get(key).label.text(self.language), f"{made[key]:,}") for key in COUNTED if made.get(key)]

    @property
    def missed(self) -> int:
        """How many contracts have not been sent their renewal notice because its day had passed."""
        return missed_notices.missed(self.visitor.actor, self.visitor.frame).count()

    @property
    def sums(self) -> list[tuple[str, str, str, bool]]:
        """Unit price × quantity by price kind: in the file, in the ledger ("" : not booked yet), and whether they agree."""
        if self.run.result is not None:
            return [(self._kind(kind), _money(a), _money(b), a == b) for kind, a, b in self.run.result["sums_compared"]]
        return [(self._kind(kind), _money(total), "", True) for kind, total in (self.run.trial or {})["sums"].items()]

    @property
    def refused(self) -> list[dict[str, Any]]:
        """The first rows that are not taken in."""
        found = (self.run.result if self.run.result is not None else self.run.trial) or {}
        return [{**one, "message": self._said(one["message"])} for one in found.get("refused", [])]

    @property
    def bad(self) -> int:
        """How many rows are not taken in."""
        found = (self.run.result if self.run.result is not None else self.run.trial) or {}
        return int(found.get("bad", 0))

    @property
    def notes(self) -> list[str]:
        """What people should know of the reading."""
        found = (self.run.result if self.run.result is not None else self.run.trial) or {}
        return [self._said(one) for one in found.get("notes", [])]

    @property
    def has_problem_file(self) -> bool:
        """Whether the copy with red cells can be downloaded."""
        return self.run.problems_file_id is not None

    @property
    def sheets(self) -> list[dict[str, Any]]:
        """The sheets of the file and what became of them."""
        found = (self.run.survey or {}).get("sheets", [])
        chosen = self.decided.reading.sheet
        return [
            {
                "name": one["name"],
                "rows": one["rows"],
                "left_out": self._said(one["left_out"]) if one["left_out"] else "",
                "chosen": one["name"] == chosen,
            }
            for one in found
        ]

    @property
    def tables(self) -> list[TableRow]:
        """What was recognised, with what may be chosen instead."""
        found = (self.run.survey or {}).get("tables", [])
        return [self._table(number, table) for number, table in enumerate(found)]

    @property
    def owners(self) -> list[OwnerRow]:
        """The names that are no users, with the users that may be meant."""
        names = sorted({*(self.run.trial or {}).get("new_users", []), *self.decided.owners})
        if not names:
            return []
        users = active_users()
        return [
            OwnerRow(
                f"owner-{number}",
                person,
                [
                    Option(str(pk), shown, self.decided.owners.get(person) == pk)
                    for pk, shown in users
                    if shown != person or self.decided.owners.get(person) == pk
                ],
            )
            for number, person in enumerate(names)
        ]

    @property
    def default_owners(self) -> list[Option]:
        """Who may own what the file gives nobody."""
        chosen = self.decided.owner or self.run.user_id
        return [Option(str(pk), shown, pk == chosen) for pk, shown in active_users()]

    @property
    def ledger_link(self) -> str:
        """The ledger with the contracts that were made; "" for none."""
        ids = (self.run.result or {}).get("contract_ids", [])
        if not ids or self.state == ImportState.UNDONE:
            return ""
        condition = json.dumps({"field": "id", "op": "in", "value": ids}, separators=(",", ":"))
        return f"{reverse('ledger')}?filter={condition}"

    @property
    def undone(self) -> dict[str, Any] | None:
        """What was taken back, and what stays; None: nothing was."""
        found = (self.run.result or {}).get("undone")
        if found is None:
            return None
        removed = found["removed"]
        kept = [
            {
                "object": registry.get(one["object"]).label.text(self.language),
                "name": one["name"],
                "why": self._said(one["reason"]),
            }
            for one in found["kept"]
        ]
        counts = [
            (registry.get(key).label.text(self.language), f"{removed[key]:,}") for key in COUNTED if removed.get(key)
        ]
        said = ngettext(
            "%(n)s件の契約を取り消しました。", "%(n)s件の契約を取り消しました。", removed.get("contract", 0)
        )
        return {
            "said": said % {"n": f"{removed.get('contract', 0):,}"},
            "counts": counts,
            "kept": kept,
            "kept_count": found["kept_count"],
        }

    def _table(self, number: int, table: Mapping[str, Any]) -> TableRow:
        chosen = self.decided.reading.columns.get(table["key"], {})
        names = [WHAT[name].text(self.language) for name in table["missing"]]
        header = (
            str(table["first"])
            if table["first"] == table["last"]
            else f"{table['first']}{gettext('～')}{table['last']}"
        )
        columns = [
            ColumnRow(
                f"column-{number}-{one['place']}",
                one["letters"],
                one["title"],
                one["samples"],
                one["sure"],
                self._meanings(chosen.get(one["place"], one["meaning"])),
            )
            for one in table["columns"]
        ]
        joint = "、" if self.language == "ja" else ", "
        return TableRow(
            number, table["key"], table["sheet"], header, table["rows"], table["turned"], joint.join(names), columns
        )

    def _meanings(self, taken: str) -> list[Option]:
        return [Option(key, label.text(self.language), key == taken) for key, label in MEANINGS.items()]

    def _kind(self, kind: str) -> str:
        return KIND_LABELS[kind].text(self.language) if kind in KIND_LABELS else kind

    def _said(self, both: Mapping[str, str]) -> str:
        return both[self.language]


def active_users() -> list[tuple[int, str]]:
    """Id and name of everybody who may own a contract."""
    users = User.objects.filter(is_active=True).order_by("name_normal", "id")
    return [(pk, name or username) for pk, name, username in users.values_list("id", "name", "username")]


def _money(text: str) -> str:
    return f"{Decimal(text):,f}"
