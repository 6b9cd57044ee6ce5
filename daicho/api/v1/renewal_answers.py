"""Reads the body of an answer to a renewal: texts as they are, days and quantities by the types of their fields."""

from decimal import Decimal

from daicho.api.v1.schemas import AnswerIn
from daicho.business.contracts.objects import CONTRACT_LINE, RENEWAL_ANSWER
from daicho.business.operations.answers.checks import Answer
from daicho.engine.catalog.specs import FieldSpec
from daicho.engine.catalog.types import REQUIRED
from daicho.engine.records.checks import NOT_A_CHOICE
from daicho.engine.records.parsing import parse_fields
from daicho.engine.work.frame import Frame
from daicho.rules.codes import RENEWAL_ANSWER_SOURCES
from daicho.values.labels import Problem
from daicho.values.problems import Invalid

_OWN = {field.key: field for field in RENEWAL_ANSWER.fields}
_LINE = {field.key: field for field in CONTRACT_LINE.fields}
WISH_FIELDS: dict[str, FieldSpec] = {"line": _LINE["replaces"], "quantity": _LINE["quantity"]}
SOURCES = tuple(key for key in RENEWAL_ANSWER_SOURCES if key != "page")
"""The answer page is the customer's own."""


def read_answer(body: AnswerIn, frame: Frame) -> tuple[Answer, str]:
    """The answer and how it came. Raises Invalid with what cannot be read; whether it makes sense is checked by the operation."""
    day = parse_fields({"planned_on": _OWN["planned_on"]}, {"planned_on": body.planned_on}, frame)
    problems = list(day.problems)
    quantities = _quantities(body, frame, problems)
    if body.source not in SOURCES:
        problem = NOT_A_CHOICE.problem("source", label=_OWN["source"].label, value=body.source, known=list(SOURCES))
        problems.append(problem)
    if problems:
        raise Invalid(*problems)
    answer = Answer(
        body.choice,
        respondent=body.respondent,
        department=body.department,
        comment=body.comment,
        planned_on=day.values["planned_on"],
        reason=body.reason,
        quantities=quantities,
        new_name=body.new_name,
        new_department=body.new_department,
        new_email=body.new_email,
    )
    return answer, body.source


def _quantities(body: AnswerIn, frame: Frame, problems: list[Problem]) -> dict[int, Decimal]:
    wished: dict[int, Decimal] = {}
    for number, item in enumerate(body.quantities or ()):
        parsed = parse_fields(WISH_FIELDS, item, frame, f"quantities.{number}.")
        problems += parsed.problems
        line, quantity = parsed.values.get("line"), parsed.values.get("quantity")
        if line is not None and quantity is not None:
            wished[line] = quantity
        elif not parsed.problems:
            missing = "line" if line is None else "quantity"
            problems.append(REQUIRED.problem(f"quantities.{number}.{missing}", field=WISH_FIELDS[missing].label))
    return wished
