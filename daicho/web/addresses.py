"""Which page shows a record, for links in notices. Leaves the pages themselves to their own modules."""

from django.urls import reverse


def page_of(object_key: str, record_id: int) -> str:
    """The path of the record's page; of the ledger for objects that have no page yet."""
    return reverse("contract", args=[record_id]) if object_key == "contract" else reverse("ledger")
