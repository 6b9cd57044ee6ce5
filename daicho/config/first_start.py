"""What a fresh database holds before anybody works with it: permission sets, the organisation, the user admin.

Makes only what is missing, so every start may call it; leaves views, templates and processes to what wiring adds to `STEPS`.
"""

import hashlib
import json
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
BOOKED = ("order", "contract", "contract_term", "renewal_answer", "contract_line", "sales_entry")
TOLD = {"notification": ["read"]}
OFFERED = ("product", "price")
SEEN = ("user", "email_template", "email_alert")
ALL_RIGHTS = ["create", "read", "edit", "delete", "view_all", "modify_all"]
OWN = ["create", "read", "edit", "delete"]
EVERYBODYS = ["read", "view_all"]
KEPT = {"list_view": OWN, "report": OWN}
"""What everybody makes for himself; others' private ones are closed by the object itself."""
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
        | TOLD
        | KEPT,
        "features": ["confirm", "renew"],
    },
    "sales_operations": {
        "objects": dict.fromkeys((*SOLD, *BOOKED, *OFFERED), ALL_RIGHTS)
        | dict.fromkeys(SEEN, EVERYBODYS)
        | TOLD
        | KEPT,
        "features": ["confirm", "renew", "import", "export", "share_views"],
    },
    "read_only": {
        "objects": dict.fromkeys((*SOLD, *BOOKED, *OFFERED, *SEEN), EVERYBODYS) | TOLD | KEPT,
        "features": [],
    },
}

FORMER_RIGHTS: dict[str, frozenset[str]] = {
    "sales": frozenset({"5d34611c1096b5d6a79879f37a3c3d1eae67b1c642ef9aa6fad78ccc66729ed4"}),
    "sales_operations": frozenset({"072d194fb2ef692d96f7b745c93af3ad514a76da18aaa610eb2bbdbab2be1024"}),
    "read_only": frozenset({"d785a3804615c389b33004371baeba612c5c5a7e0ce2275020dda6cd2029f949"}),
}
"""Digests of the rights that these sets were shipped with before: a set that still has them follows, a changed one stays."""

STEPS: list[Callable[[Frame], None]] = []
"""What else belongs into a fresh database; each makes only what is missing."""


def prepare(password: str | None = None) -> str | None:
    """Make what is missing. Returns the password of admin when the database had no user, otherwise None.

    `password` None: a random one is made.
    """
    with transaction.atomic():
        ensure_permission_sets()
        Organisation.objects.get_or_create(pk=1, defaults={"created_at": now(), "updated_at": now()})
        ensure_sequences()
        ensure_tax_types()
        made = first_user(password or secrets.token_urlsafe(9))
        frame = frame_at(now())
        for step in STEPS:
            step(frame)
    return made


def ensure_permission_sets() -> None:
    """Make the sets that are missing, and bring those up to date that nobody has changed since they were shipped."""
    known = {one.key: one for one in PermissionSet.objects.filter(key__in=LABELS)}
    for key, label in LABELS.items():
        one = known.get(key)
        if one is None:
            PermissionSet.objects.create(key=key, label_ja=label.ja, label_en=label.en, rights=RIGHTS[key])
        elif digest(one.rights) in FORMER_RIGHTS.get(key, ()):
            one.rights = RIGHTS[key]
            one.save(update_fields=["rights"])


def digest(rights: object) -> str:
    """What a set of rights is recognised by."""
    return hashlib.sha256(json.dumps(rights, sort_keys=True).encode()).hexdigest()


def first_user(password: str) -> str | None:
    """Make the user admin when there is none at all; returns his password, None when there was somebody."""
    if User.objects.exists():
        return None
    User.objects.make("admin", at=now(), password=password, name="管理者", permission_sets=[ADMINISTRATOR])
    return password
