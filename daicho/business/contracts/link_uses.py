"""How often an answer link is used: counted in the database, so that all web processes know of each other's. Real time.

What is counted is named by a hash, so that no addresses are kept.
"""

from datetime import datetime, timedelta
from hashlib import sha256

from django.db.models import F

from daicho.business.contracts.models import LinkUse


def count_use(name: str, seconds: int, now: datetime) -> int:
    """Count one use of what is called `name`; how many there were since the first, which is forgotten after `seconds`."""
    key = sha256(name.encode()).hexdigest()
    counted = LinkUse.objects.filter(key=key, until__gt=now)
    if not counted.update(uses=F("uses") + 1):
        LinkUse.objects.filter(until__lte=now).delete()
        begun = LinkUse(key=key, uses=0, until=now + timedelta(seconds=seconds))
        LinkUse.objects.bulk_create([begun], ignore_conflicts=True)  # another process may begin it at this moment
        counted.update(uses=F("uses") + 1)
    return counted.values_list("uses", flat=True).first() or 1
