"""A worker of its own that delivers mails until it is killed; run by the tests with the database under test."""

import os

import django
from django.conf import settings

settings.DATABASES["default"]["NAME"] = os.environ["WORKER_DATABASE"]
settings.DAICHO_EMAIL_URL = os.environ["WORKER_EMAIL_URL"]
django.setup()

from daicho.engine.mail.delivery import Delivery  # noqa: E402 -- after set-up
from daicho.engine.work import loop  # noqa: E402 -- after set-up
from tests.engine.mail.rows import FRAME  # noqa: E402 -- after set-up

loop.end_on_signals()
loop.run_forever(lambda: FRAME, [Delivery().unit()], idle_seconds=0.05)
