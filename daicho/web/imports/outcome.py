"""What the dry run of an import found or its booking did, in figures and sentences: records, sums, refused rows, what was undone."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, ngettext

from daicho.business.operations.imports.undo import PARTIES
from daicho.business.operations.ledger.notes import KIND_LABELS
from daicho.business.operations.models import ImportRun
from daicho.engine.catalog import registry

COUNTED = ("contract", "contract_line", *PARTIES)


class Outcome:
    """The figures of one import; texts in a language."""

    def __init__(self, run: ImportRun, language: str) -> None:
        self.run, self.language = run, language
        self.found: Mapping[str, Any] = (run.result if run.result is not None else run.trial) or {}

    @property
    def counts(self) -> list[tuple[str, str]]:
        """Records that are new, by object; then those that change and those that stay as they are."""
        made = self.found.get("made", {})
        rows = [(registry.get(key).label.text(self.language), f"{made[key]:,}") for key in COUNTED if made.get(key)]
        rows += [(gettext("変更"), f"{self.found['updated']:,}")] if self.found.get("updated") else []
        return rows + ([(gettext("変更なし"), f"{self.found['unchanged']:,}")] if self.found.get("unchanged") else [])

    @property
    def made(self) -> list[tuple[str, str]]:
        """Records that were created, by object."""
        made = (self.run.result or {}).get("made", {})
        return [(registry.get(key).label.text(self.language), f"{made[key]:,}") for key in COUNTED if made.get(key)]

    @property
    def sums(self) -> list[tuple[str, str, str, bool]]:
        """Unit price × quantity by price kind: in the file, in the ledger ("" : not booked yet), and whether they agree."""
        if self.run.result is not None:
            return [(self._kind(kind), _money(a), _money(b), a == b) for kind, a, b in self.run.result["sums_compared"]]
        return [(self._kind(kind), _money(total), "", True) for kind, total in (self.run.trial or {})["sums"].items()]

    @property
    def refused(self) -> list[dict[str, Any]]:
        """The first rows that are not taken in."""
        return [{**one, "message": self._said(one["message"])} for one in self.found.get("refused", [])]

    @property
    def bad(self) -> int:
        """How many rows are not taken in."""
        return int(self.found.get("bad", 0))

    @property
    def notes(self) -> list[str]:
        """What people should know of the reading."""
        return [self._said(one) for one in self.found.get("notes", [])]

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

    def _kind(self, kind: str) -> str:
        return KIND_LABELS[kind].text(self.language) if kind in KIND_LABELS else kind

    def _said(self, both: Mapping[str, str]) -> str:
        return both[self.language]


def _money(text: str) -> str:
    return f"{Decimal(text):,f}"
