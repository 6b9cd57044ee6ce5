"""The one clock. Read by web, API, command line and worker only; `DAICHO_CLOCK` freezes it for the process.

Business time follows it; sessions, rate limits and leases use real time and do not ask here.
"""

from datetime import UTC, datetime

from django.conf import settings


def now() -> datetime:
    """The present moment, aware; the frozen one where DAICHO_CLOCK is set."""
    frozen: datetime | None = settings.DAICHO_CLOCK
    return frozen if frozen is not None else datetime.now(UTC)
