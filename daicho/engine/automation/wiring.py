"""What this package offers to the composition root: its objects, action types, listener and unit of work."""

from daicho.engine.automation import announcing, do_announce_mails, do_create_task, do_notify, do_send_alert, sweeping
from daicho.engine.automation.runner import run_due_actions
from daicho.engine.work.units import Unit

ACTION_TYPES = (do_send_alert.TYPE, do_notify.TYPE, do_create_task.TYPE, do_announce_mails.TYPE)
UNITS = (Unit("run due actions", run_due_actions), announcing.unit(), sweeping.unit())
