"""The purchase order that comes with an answer: read from the form, kept with the contract."""

from datetime import datetime

from django.http import HttpRequest

from daicho.business.contracts.objects import CONTRACT
from daicho.engine.records import files
from daicho.engine.records.files import FileKind
from daicho.values.problems import Invalid
from daicho.web.answers.forms import AnswerForm
from daicho.web.files import Upload, read_upload

ORDERED_BY = ("renew", "change")
"""The choices with which a purchase order may be sent."""
MOST_BYTES = 10_000_000
FIELD = "order_file"


def read_order(request: HttpRequest, form: AnswerForm) -> Upload | None:
    """The PDF that was sent; None when none was, or the choice takes none. What is wrong with it stands in the form then."""
    if form.choice not in ORDERED_BY:
        return None
    try:
        return read_upload(request.FILES.get(FIELD), {FileKind.PDF}, MOST_BYTES, FIELD)
    except Invalid as refused:
        form.blame(refused.problems)
        return None


def keep_order(upload: Upload | None, contract_id: int, *, at: datetime, by_id: int | None) -> int | None:
    """The id of the kept file, in the transaction around the call; None for none. `by_id` None: the customer sent it."""
    if upload is None:
        return None
    kept = files.keep(
        name=upload.name,
        content=upload.content,
        allowed={FileKind.PDF},
        most_bytes=MOST_BYTES,
        at=at,
        by_id=by_id,
        about=f"{CONTRACT.key}:{contract_id}",
        field=FIELD,
    )
    return kept.pk
