"""What switching on would do is counted exactly, and nothing is written."""

from datetime import date

from daicho.engine.automation import previewing, services
from daicho.engine.automation.models import ProcessRun, ScheduledAction
from daicho.engine.automation.trial import try_activation
from daicho.engine.mail.models import Mail
from tests.engine.automation.conftest import mail_process


def made(office, **schedule):
    office.alert()
    process = services.create_process("案内", mail_process(**schedule), actor=office.admin, frame=office.frame)
    return process, process.versions.get()


def test_the_count_is_what_activation_then_does(office):
    ahead, late = office.book(), office.book()
    office.change(late, end_date=date(2025, 7, 31))
    process, version = made(office)
    trial = try_activation(process, version, office.frame)
    assert (trial.records, trial.late, trial.late_run, trial.taken_over) == (2, 1, 0, 0)
    assert [(one.id, one.runs) for one in trial.named] == [(late, False)]
    assert (ScheduledAction.objects.count(), ProcessRun.objects.count()) == (0, 0)
    services.activate(process.pk, actor=office.admin, frame=office.frame, existing="waiting")
    states = dict(ScheduledAction.objects.values_list("record_id", "state"))
    assert states == {ahead: "waiting", late: "skipped"}


def test_what_would_run_late_is_told_apart(office):
    late = office.book()
    office.change(late, end_date=date(2025, 7, 31))
    process, version = made(office, late="run")
    trial = try_activation(process, version, office.frame)
    assert (trial.late, trial.late_run) == (1, 1)


def test_a_second_version_takes_over_what_waits(office):
    process, _ = made(office)
    services.activate(process.pk, actor=office.admin, frame=office.frame)
    office.book()
    version = services.add_version(process.pk, mail_process(offset=30), actor=office.admin, frame=office.frame)
    assert try_activation(process, version, office.frame).taken_over == 1
    process.refresh_from_db()
    assert process.active_version_id != version.pk


def test_the_preview_of_an_action_is_the_mail_that_then_leaves(office):
    process, _ = made(office)
    services.activate(process.pk, actor=office.admin, frame=office.frame)
    office.book()
    row = ScheduledAction.objects.select_related("process", "version").get()
    found = previewing.preview(row, office.frame)
    assert (found.kind, found.to) == ("mail", ("佐藤 真理子 <sato@aoba.example.jp>",))
    assert found.title.startswith("件名 ")
    assert previewing.audiences([row], office.frame) == {row.pk: ["佐藤 真理子 <sato@aoba.example.jp>"]}
    assert Mail.objects.count() == 0
