"""Sending many renewal mails at once costs as many queries as sending one."""

from datetime import datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from daicho.business.operations.content import mails as shipped_mails
from daicho.business.operations.orders import order_to_cash
from daicho.engine.automation import do_send_alert
from daicho.engine.automation.mail_trials import firing_for
from daicho.engine.mail import alerts, marks
from daicho.engine.mail.models import Mail


def firings(world, frame, count):
    alert = alerts.load(shipped_mails.RENEWAL_ALERT)
    contracts = [order_to_cash.confirm(world.actor("owner"), world.quote(), world.frame).contract for _ in range(count)]
    return [firing_for(alert, contract, frame) for contract in contracts]


def queries(act):
    with CaptureQueriesContext(
        connection,
    ) as found:
        act()
    return len(found)


def test_six_mails_cost_what_one_costs(world):
    frame = world.frame.at(datetime.fromisoformat("2026-04-01T09:00+09:00"))
    given = do_send_alert.Parameters(alert=shipped_mails.RENEWAL_ALERT)
    one, six = firings(world, frame, 1), firings(world, frame, 6)
    do_send_alert.run(given, one, frame)
    first = queries(lambda: do_send_alert.run(given, one, frame))
    assert queries(lambda: do_send_alert.run(given, six, frame)) == first <= 14
    assert Mail.objects.count() == 8


def test_marking_six_costs_what_marking_one_costs(world):
    frame = world.frame.at(datetime.fromisoformat("2026-04-01T09:00+09:00"))
    given = do_send_alert.Parameters(alert=shipped_mails.RENEWAL_ALERT)
    counts = []
    for count in (1, 6):
        do_send_alert.run(given, firings(world, frame, count), frame)
        Mail.objects.update(state="captured")
        counts.append(queries(lambda: marks.mark_sent(frame)))
    assert counts[0] == counts[1]
