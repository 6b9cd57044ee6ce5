"""Who acts: a user, the system, a process or an import, with the rights that hold for the whole request. PURE."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from daicho.values.labels import Label, Message
from daicho.values.problems import Forbidden

Right = Literal["create", "read", "edit", "delete", "view_all", "modify_all"]

NOT_PERMITTED = Message(
    "not_permitted",
    ja="{object}を{action}する権限がありません。必要な場合は管理者に依頼してください。",
    en="You have no right to {action} {object}. Ask an administrator if you need it.",
)
NO_FEATURE = Message(
    "feature_not_permitted",
    ja="この操作（{feature}）の権限がありません。必要な場合は管理者に依頼してください。",
    en="You have no right to do this ({feature}). Ask an administrator if you need it.",
)
ACTIONS: Mapping[str, Label] = {
    "create": Label("作成", "create"),
    "read": Label("参照", "read"),
    "edit": Label("編集", "edit"),
    "delete": Label("削除", "delete"),
    "view_all": Label("すべて参照", "view all of"),
    "modify_all": Label("すべて編集", "edit all of"),
}


@dataclass(frozen=True, slots=True)
class Permissions:
    """What permission sets add up to. The object key "*" stands for every object, the feature "*" for every feature."""

    objects: Mapping[str, frozenset[str]] = field(default_factory=dict)
    features: frozenset[str] = frozenset()

    def may(self, right: Right, object_key: str) -> bool:
        """Whether the right on the object is granted by any set."""
        return right in self.objects.get(object_key, frozenset()) or right in self.objects.get("*", frozenset())

    def has_feature(self, feature: str) -> bool:
        """Whether the feature (export, import, manage_processes, manage_users ...) is granted."""
        return feature in self.features or "*" in self.features


EVERYTHING = Permissions({"*": frozenset(ACTIONS)}, frozenset({"*"}))


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts and what he may. `user_id` None is the system itself.

    `reads` and `edits` are the users whose records he may read and edit by ownership (himself and those below him; for
    reading also his team); they do not matter where view_all or modify_all is granted.
    """

    user_id: int | None
    name: str
    kind: Literal["user", "system", "process", "import"] = "user"
    language: str = "ja"
    permissions: Permissions = Permissions()
    reads: frozenset[int] = frozenset()
    edits: frozenset[int] = frozenset()

    def require(self, right: Right, object_key: str, label: Label) -> None:
        """Raise Forbidden unless the right on the object is granted. `label` names the object for people."""
        if not self.permissions.may(right, object_key):
            raise Forbidden(NOT_PERMITTED.problem(object=label, action=ACTIONS[right]))

    def require_feature(self, feature: str, label: Label) -> None:
        """Raise Forbidden unless the feature is granted. `label` names the feature for people."""
        if not self.permissions.has_feature(feature):
            raise Forbidden(NO_FEATURE.problem(feature=label))


SYSTEM = Actor(None, "system", "system", permissions=EVERYTHING)
