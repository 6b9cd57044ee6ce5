"""The first start: a fresh database asks once how to begin. The demo company is made by the worker, whole or not at all."""

import logging
from collections.abc import Mapping
from typing import Any, Literal

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import DatabaseError, transaction

from daicho.business.contracts.models import Contract
from daicho.business.operations.demo.company import make_demo
from daicho.business.operations.demo.names import PEOPLE
from daicho.business.organisation.changing import change_settings
from daicho.business.organisation.models import Beginning, Organisation
from daicho.business.parties.models import Account
from daicho.engine.access.actors import SYSTEM, Actor
from daicho.engine.access.models import User
from daicho.engine.records.command import command
from daicho.engine.work.frame import Frame
from daicho.engine.work.units import Unit
from daicho.values.labels import Message
from daicho.values.problems import Conflict, Invalid, Refused

logger = logging.getLogger(__name__)
Choice = Literal["import", "demo", "empty"]
ROW = 1
WANTED, MAKING, DONE, FAILED = "demo_wanted", "demo_making", "done", "demo_failed"
"""MAKING is seen within the transaction that makes the demo only: playing its days runs every unit of work, this one too."""
MOST_ATTEMPTS = 3
CONTRACTS = 1_000
NAME_NEEDED = Message("start_name_needed", ja="会社名を入力してください。", en="Give the name of your company.")
BEGUN = Message(
    "start_over",
    ja="このデータベースは、すでに使い始められています。設定は「組織」の設定で変更できます。",
    en="This database is in use already. Change its settings under “Organisation”.",
)
GAVE_UP = Message(
    "demo_gave_up",
    ja="デモデータの作成が{count}回止まったため、取りやめました。何も登録していません。",
    en="Making the demo data stopped {count} times, so it was given up. Nothing was added.",
)


def is_fresh() -> bool:
    """Whether nobody has begun: no choice, no company name, no customer and no contract. One query where there is a name."""
    if Organisation.objects.filter(pk=1).exclude(name="").exists() or Beginning.objects.exists():
        return False
    return not (Account.objects.exists() or Contract.objects.exists())


def chosen() -> Beginning | None:
    """What was chosen at the first start; None: nothing yet."""
    return Beginning.objects.filter(pk=ROW).first()


def begin(actor: Actor, choice: Choice, values: Mapping[str, Any], frame: Frame, *, password: str = "") -> None:
    """Keep the company's settings and the choice, both or neither.

    `values` are typed settings; a name is needed unless the demo is chosen, whose own name then stays. `password` is the
    hash with which the demo's people log in ("" : they cannot). Raises Forbidden, Invalid, and Conflict when somebody has
    begun before.
    """
    name = str(values.get("name") or "").strip()
    if choice != "demo" and not name:
        raise Invalid(NAME_NEEDED.problem("name"))
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=1)
        if not (is_fresh() or _may_begin_again()):
            raise Conflict(BEGUN.problem())
        change_settings(actor, {**values, "name": "" if choice == "demo" else name}, frame, source="web")
        Beginning.objects.update_or_create(
            pk=ROW,
            defaults={
                "state": WANTED if choice == "demo" else DONE,
                "company": name,
                "password": password if choice == "demo" else "",
                "attempts": 0,
                "problem": {},
                "chosen_at": frame.now,
                "chosen_by_id": actor.user_id,
            },
        )


def unit() -> Unit:
    """The making of the demo company as a unit of work."""
    return Unit("make the demo company", make_wanted_demo)


def make_wanted_demo(frame: Frame, contracts: int = CONTRACTS) -> bool:
    """Make the demo company when it is wanted; whether it was. All of it and the note that it is done are one transaction."""
    if not Beginning.objects.filter(pk=ROW, state=WANTED).exists() or not _claim():
        return False
    try:
        with transaction.atomic():
            row = _locked()
            if row is None:
                return False
            Beginning.objects.filter(pk=ROW).update(state=MAKING)
            make_demo(frame, contracts)
            _own(row, frame)
            _settle(DONE)
    except DatabaseError:  # the database's trouble: it is tried again
        raise
    except Refused as refused:
        logger.warning("demo refused", extra={"problem": str(refused)})
        _settle(FAILED, {language: refused.problems[0].text(language) for language in ("ja", "en")})
    return True


def _may_begin_again() -> bool:
    return Beginning.objects.filter(pk=ROW, state=FAILED).exists() and not Account.objects.exists()


def _claim() -> bool:
    """Count one attempt; False when another worker has it, or when it was tried often enough, which ends it."""
    with transaction.atomic():
        row = _locked()
        if row is None:
            return False
        if row.attempts >= MOST_ATTEMPTS:
            _settle(FAILED, {language: GAVE_UP.text(language, count=row.attempts) for language in ("ja", "en")})
            return False
        Beginning.objects.filter(pk=ROW).update(attempts=row.attempts + 1)
    return True


def _locked() -> Beginning | None:
    return Beginning.objects.select_for_update(skip_locked=True).filter(pk=ROW, state=WANTED).first()


def _own(row: Beginning, frame: Frame) -> None:
    """The company's own name, and people of the demo who log in with what was chosen or not at all."""
    usernames = [username for username, *_ in PEOPLE]
    User.objects.filter(username__in=usernames).update(password=row.password or UNUSABLE_PASSWORD_PREFIX)
    if row.company:
        with command(actor=SYSTEM, reason="first_start", frame=frame, source="web") as running:
            running.update("organisation", {1: {"name": row.company}}, made=True)


def _settle(state: str, problem: Mapping[str, str] | None = None) -> None:
    Beginning.objects.filter(pk=ROW).update(state=state, problem=problem or {}, password="")
