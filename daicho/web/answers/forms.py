"""What a customer, or somebody for him, filled in: kept as it was typed, and read into an answer with its problems."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from daicho.business.contracts.models import ContractLine
from daicho.business.operations.answers.checks import LABELS, Answer
from daicho.rules.codes import CANCEL_REASONS
from daicho.values.labels import Label, Problem
from daicho.values.money import plain
from daicho.values.parsing import read_date, read_number
from daicho.values.problems import Invalid

TEXTS = ("respondent", "department", "comment", "reason", "planned_on", "new_name", "new_department", "new_email")
ONE_LINE = frozenset(TEXTS) - {"comment"}
PLACE = "quantity-"
ALSO = "also"
MOST_ALSO = 50
WANTED = Label("ご希望の数量", "Quantity wanted")


@dataclass(frozen=True, slots=True)
class WishRow:
    """One licence of the table 変更: what is there and what was typed."""

    name: str
    label: str
    current: str
    wanted: str
    problem: str = ""

    @property
    def changed(self) -> bool:
        """Whether something else is wanted."""
        return self.wanted.strip() != self.current


@dataclass
class AnswerForm:
    """The typed texts by field, and the problems found in them by field ("" for those of no field).

    `also` are the ids of the terms of other contracts that get the same answer.
    """

    choice: str
    texts: dict[str, str] = field(default_factory=dict)
    quantities: dict[str, str] = field(default_factory=dict)
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    also: tuple[str, ...] = ()

    def blame(self, problems: Sequence[Problem]) -> None:
        """Put problems beside their fields."""
        for problem in problems:
            place = problem.field or ""
            known = place in TEXTS or place == "order_file" or place.startswith("quantities.")
            self.problems.setdefault(place if known else "", []).append(problem)

    def blame_beside(self, problems: Sequence[Problem]) -> None:
        """The same, but for what only follows from a text that could not be read."""
        unread = any(place.startswith("quantities.") for place in self.problems)
        self.blame(
            [
                problem
                for problem in problems
                if (problem.field or "") not in self.problems
                and not (unread and problem.code == "answer_nothing_changed")
            ]
        )

    def errors(self, language: str) -> dict[str, str]:
        """The sentences by field."""
        return {
            place or "form": " ".join(one.text(language) for one in found) for place, found in self.problems.items()
        }

    def rows(self, lines: Sequence[ContractLine], language: str) -> list[WishRow]:
        """The table of licences with what was typed."""
        errors = self.errors(language)
        return [
            WishRow(
                f"{PLACE}{line.pk}",
                line.product.name if line.product is not None else line.description,
                plain(line.quantity),
                self.quantities.get(str(line.pk), plain(line.quantity)),
                errors.get(f"quantities.{line.pk}", ""),
            )
            for line in lines
        ]

    def kept(self) -> list[tuple[str, str]]:
        """Everything typed, as hidden inputs carry it on."""
        texts = [(key, text) for key, text in self.texts.items() if text]
        texts += [(ALSO, term) for term in self.also]
        return texts + [(f"{PLACE}{line}", text) for line, text in self.quantities.items()]


def read_form(choice: str, given: QueryDict) -> AnswerForm:
    """The texts of a posted form; of one line where only one line makes sense."""
    form = AnswerForm(choice, also=tuple(dict.fromkeys(given.getlist(ALSO)))[:MOST_ALSO])
    for key in TEXTS:
        text = given.get(key, "").replace("\r\n", "\n").strip()
        form.texts[key] = " ".join(text.split()) if key in ONE_LINE else text
    for key in given:
        line = key.removeprefix(PLACE)
        if key.startswith(PLACE) and line.isascii() and line.isdecimal() and len(line) < 19:
            form.quantities[line] = given.get(key, "").strip()
    return form


def answer_of(form: AnswerForm, order_file: int | None = None) -> Answer:
    """The answer as it was meant; what cannot be read becomes a problem of the form, and its value is left out."""
    texts = form.texts
    quantities = {}
    for line, text in form.quantities.items():
        value = _read(form, f"quantities.{line}", lambda raw: read_number(raw, WANTED), text)
        if value is not None:
            quantities[int(line)] = value
    planned: date | None = _read(form, "planned_on", read_date, texts.get("planned_on", ""))
    person = form.choice == "person_changed"
    return Answer(
        form.choice,
        respondent=texts.get("respondent", ""),
        department=texts.get("department", ""),
        comment=texts.get("comment", ""),
        planned_on=planned if form.choice == "considering" else None,
        reason=texts.get("reason", "") if form.choice == "cancel" else "",
        quantities=quantities if form.choice == "change" else {},
        new_name=texts.get("new_name", "") if person else "",
        new_department=texts.get("new_department", "") if person else "",
        new_email=texts.get("new_email", "") if person else "",
        order_file=order_file,
    )


def summary(form: AnswerForm, answer: Answer, rows: Sequence[WishRow], language: str) -> list[tuple[str, str]]:
    """What will be sent, as label and text, for the page that asks once more."""
    shown: Mapping[str, Any] = {
        "respondent": answer.respondent,
        "department": answer.department,
        "planned_on": _day(answer.planned_on),
        "reason": CANCEL_REASONS[answer.reason].text(language) if answer.reason in CANCEL_REASONS else "",
        "new_name": answer.new_name,
        "new_department": answer.new_department,
        "new_email": answer.new_email,
        "comment": answer.comment,
    }
    found = [(LABELS[key].text(language), str(text)) for key, text in shown.items() if text]
    if answer.choice == "change":
        found[1:1] = [(row.label, f"{row.current} → {plain(_wish(answer, row))}") for row in rows if row.changed]
    return found


def _wish(answer: Answer, row: WishRow) -> Decimal:
    return answer.quantities.get(int(row.name.removeprefix(PLACE)), Decimal(0))


def _day(day: date | None) -> str:
    return f"{day:%Y/%m/%d}" if day is not None else ""


def _read(form: AnswerForm, place: str, reader: Any, text: str) -> Any:
    if not text:
        return None
    try:
        return reader(text)
    except Invalid as refused:
        form.problems.setdefault(place, []).extend(refused.problems)
        return None
