"""After a restore nothing that may have been done since the backup is done a second time."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from daicho.business.operations.orders import order_to_cash
from daicho.config.backups import back_up
from daicho.engine.access.actors import SYSTEM
from daicho.engine.automation import services
from daicho.engine.automation.models import Process, ScheduledAction
from daicho.engine.mail.models import Mail
from daicho.engine.work import loop, units
from daicho.engine.work.frame import frame_at
from tests.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)
START = datetime.fromisoformat("2025-06-02T12:00+09:00")


def work(moment: datetime) -> None:
    loop.run_due(lambda: frame_at(moment), units.every())


def test_a_mail_sent_after_the_backup_is_not_sent_again(tmp_path: Path, settings) -> None:
    world = make_world(frame_at(START))
    process = Process.objects.get(name="更新のご案内メール（90日前）")
    services.activate(process.pk, actor=SYSTEM, frame=world.frame)
    order_to_cash.confirm(world.actor("owner"), world.quote(), world.frame)
    back_up(tmp_path / "ledger.backup")
    due = START + timedelta(days=304)
    work(due)
    assert Mail.objects.count() == 1
    settings.DAICHO_CLOCK = due
    call_command("restore", str(tmp_path / "ledger.backup"), "--replace")
    assert set(ScheduledAction.objects.values_list("state", "reason")) == {("unknown", "restored")}
    work(due + timedelta(days=1))
    assert Mail.objects.count() == 0


def test_what_is_still_ahead_goes_on_after_a_restore(tmp_path: Path, settings) -> None:
    world = make_world(frame_at(START))
    process = Process.objects.get(name="更新のご案内メール（90日前）")
    services.activate(process.pk, actor=SYSTEM, frame=world.frame)
    order_to_cash.confirm(world.actor("owner"), world.quote(), world.frame)
    back_up(tmp_path / "ledger.backup")
    settings.DAICHO_CLOCK = START + timedelta(days=1)
    call_command("restore", str(tmp_path / "ledger.backup"), "--replace")
    assert set(ScheduledAction.objects.values_list("state", flat=True)) == {"waiting"}
    work(START + timedelta(days=304))
    assert Mail.objects.count() == 1
