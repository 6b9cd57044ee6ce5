"""What a fresh database holds before anybody works with it: permission sets, the organisation, the user admin.

Makes only what is missing, so every start may call it; leaves views, templates and processes to what wiring adds to `STEPS`.
"""

import secrets
from collections.abc import Callable

from django.db import transaction

from daicho.business.organisation.models import Organisation
from daicho.business.organisation.numbers import ensure_sequences
from daicho.business.organisation.tax import ensure_tax_types
from daicho.engine.access.models import PermissionSet, User
from daicho.engine.work.clock import now
from daicho.engine.work.frame import Frame, frame_at
from daicho.values.labels import Label

ADMINISTRATOR = "administrator"
SOLD = ("account", "contact", "opportunity", "quote", "quote_line", "task")
BOOKED = ("order", "contract", "contract_term", "contract_line", "sales_entry")
TOLD = {"notification": ["read"]}
OFFERED = ("product", "price")
SEEN = ("user", "list_view", "email_template", "email_alert")
ALL_RIGHTS = ["create", "read", "edit", "delete", "view_all", "modify_all"]
OWN = ["create", "read", "edit", "delete"]
EVERYBODYS = ["read", "view_all"]
LABELS = {
    ADMINISTRATOR: Label("管理者", "Administrator"),
    "sales": Label("営業", "Sales"),
    "sales_operations": Label("営業事務", "Sales operations"),
    "read_only": Label("閲覧のみ", "Read only"),
}
RIGHTS: dict[str, dict[str, object]] = {
    ADMINISTRATOR: {"objects": {"*": ALL_RIGHTS}, "features": ["*"]},
    "sales": {
        "objects": dict.fromkeys(SOLD, OWN)
        | {key: ["read", "edit"] for key in BOOKED}
        | dict.fromkeys((*OFFERED, *SEEN), EVERYBODYS)
        | TOLD,
        "features": ["confirm", "renew"],
    },
    "sales_operations": {
        "objects": dict.fromkeys((*SOLD, *BOOKED, *OFFERED), ALL_RIGHTS) | dict.fromkeys(SEEN, EVERYBODYS) | TOLD,
        "features": ["confirm", "renew", "import", "export"],
    },
    "read_only": {
        "objects": dict.fromkeys((*SOLD, *BOOKED, *OFFERED, *SEEN), EVERYBODYS) | TOLD,
        "features": [],
    },
}

STEPS: list[Callable[[Frame], None]] = []
"""What else belongs into a fresh database; each makes only what is missing."""


def prepare(password: str | None = None) -> str | None:
    """Make what is missing. Returns the password of admin when the database had no user, otherwise None.

    `password` None: a random one is made.
    """
    with transaction.atomic():
        for key, label in LABELS.items():
            PermissionSet.objects.get_or_create(
                key=key, defaults={"label_ja": label.ja, "label_en": label.en, "rights": RIGHTS[key]}
            )
        Organisation.objects.get_or_create(pk=1, defaults={"created_at": now(), "updated_at": now()})
        ensure_sequences()
        ensure_tax_types()
        made = first_user(password or secrets.token_urlsafe(9))
        frame = frame_at(now())
        for step in STEPS:
            step(frame)
    return made


def first_user(password: str) -> str | None:
    """Make the user admin when there is none at all; returns his password, None when there was somebody."""
    if User.objects.exists():
        return None
    User.objects.make("admin", at=now(), password=password, name="管理者", permission_sets=[ADMINISTRATOR])
    return password
