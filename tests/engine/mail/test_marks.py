"""Marks: what is noted once a mail has gone out, each mail once, nothing for one that has not."""

import pytest
from django.db import IntegrityError, OperationalError

from daicho.engine.mail import marks, outbox
from daicho.engine.mail.marks import Mark, Sent
from daicho.engine.mail.models import Mail
from daicho.engine.mail.outbox import Part
from daicho.values.labels import Label, Message
from daicho.values.problems import Conflict
from tests.engine.mail.rows import FRAME, new_mail

GONE = Message("gone", ja="ありません。", en="It is gone.")


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> list[Sent]:
    """What the mark was told; it refuses record 13."""
    found: list[Sent] = []

    def apply(sent, frame):
        if any(one.record_id == 13 for one in sent):
            raise Conflict(GONE.problem())
        found.extend(sent)

    monkeypatch.setattr(marks, "_marks", {"told": Mark("told", "contract", Label("案内", "Told"), apply)})
    return found


def mails(*record_ids: int, **more: object) -> list[int]:
    given = {"object": "contract", "mark": "told", "occurrence": "term:5", **more}
    return outbox.queue([new_mail(record_id=one, **given) for one in record_ids], frame=FRAME)


def state_of(ids: list[int], state: str) -> None:
    Mail.objects.filter(id__in=ids).update(state=state)


@pytest.mark.parametrize("state", ["sent", "captured"])
def test_a_mail_that_went_out_is_noted_once(db, noted, state):
    state_of(mails(7), state)
    assert marks.mark_sent(FRAME)
    assert [(one.record_id, one.occurrence, one.at) for one in noted] == [(7, "term:5", FRAME.now)]
    assert not marks.mark_sent(FRAME)
    assert len(noted) == 1


@pytest.mark.parametrize("state", ["queued", "sending", "held", "failed", "unknown", "cancelled"])
def test_a_mail_that_has_not_gone_out_notes_nothing(db, noted, state):
    state_of(mails(7), state)
    assert not marks.mark_sent(FRAME)
    assert noted == []


def test_a_mail_that_goes_out_later_is_noted_then_and_a_second_sending_is_not(db, noted):
    ids = mails(7)
    state_of(ids, "failed")
    assert not marks.mark_sent(FRAME)
    state_of(ids, "sent")
    assert marks.mark_sent(FRAME)
    state_of(ids, "captured")
    outbox.resend(ids, frame=FRAME)
    state_of(ids, "sent")
    assert not marks.mark_sent(FRAME)
    assert len(noted) == 1


def test_a_refused_one_keeps_no_other_back(db, noted):
    state_of(mails(7, 13, 8), "sent")
    assert marks.mark_sent(FRAME)
    assert [one.record_id for one in noted] == [7, 8]
    assert not marks.mark_sent(FRAME)


def broken_by(error: Exception, monkeypatch: pytest.MonkeyPatch) -> int:
    """A sent mail whose mark raises the error."""

    def broken(sent, frame):
        raise error

    both = {**marks._marks, "broken": Mark("broken", "contract", Label("壊れた記録", "Broken"), broken)}
    monkeypatch.setattr(marks, "_marks", both)
    [bad] = mails(6, mark="broken")
    state_of([bad], "sent")
    return bad


@pytest.mark.parametrize("error", [KeyError(6), TypeError("6"), Mail.DoesNotExist("6"), IntegrityError("6")])
def test_a_broken_mark_keeps_no_other_back_and_stands_on_its_mail(db, noted, monkeypatch, caplog, error):
    bad = broken_by(error, monkeypatch)
    state_of(mails(7), "sent")
    assert marks.mark_sent(FRAME)
    assert [one.record_id for one in noted] == [7]
    assert "壊れた記録" in Mail.objects.get(pk=bad).error
    assert "mark failed" in caplog.text
    assert not marks.mark_sent(FRAME)


def test_a_database_that_is_away_settles_nothing_and_the_batch_comes_again(db, noted, monkeypatch):
    bad = broken_by(OperationalError("locked"), monkeypatch)
    with pytest.raises(OperationalError):
        marks.mark_sent(FRAME)
    assert not Mail.objects.get(pk=bad).marked
    assert Mail.objects.get(pk=bad).error == ""


def test_all_records_of_a_joint_mail_are_noted(db, noted):
    parts = (Part(7, "term:5"), Part(8, "term:6"))
    state_of(mails(7, parts=parts), "sent")
    assert marks.mark_sent(FRAME)
    assert [(one.record_id, one.occurrence) for one in noted] == [(7, "term:5"), (8, "term:6")]


def test_mails_without_a_mark_are_left_alone(db, noted):
    state_of(mails(7, mark=""), "sent")
    assert not marks.mark_sent(FRAME)
    assert noted == []


def test_an_alert_names_a_mark_of_its_object(noted):
    assert marks.problems_of("contract", "") == marks.problems_of("contract", "told") == []
    assert [one.code for one in marks.problems_of("quote", "told")] == ["alert_mark_unknown"]
