"""Users that an action speaks to, named by field paths of the record: "owner", "account.owner", "operations_user"."""

from collections.abc import Iterable, Mapping
from typing import Any

from daicho.engine.access.models import User
from daicho.engine.catalog.paths import resolve
from daicho.engine.catalog.refs import Ref, id_of
from daicho.values.labels import Label, Message, Problem
from daicho.values.problems import Invalid, Missing

NOT_A_USER = Message(
    "action_user_path",
    ja="「{path}」は利用者を指す項目ではありません。owner など、利用者への参照項目を指定してください。",
    en="“{path}” is no field that names a user. Use a lookup to a user, such as owner.",
)
NOBODY = Message(
    "action_nobody",
    ja="宛先（{paths}）に利用者が入っていません。項目に利用者を入れてください。",
    en="Nobody stands in {paths}. Enter a user there.",
)


def path_problems(object_key: str, paths: Iterable[str], parameter: str) -> list[Problem]:
    """What is wrong with paths that are to name users."""
    wrong = [path for path in paths if not _names_user(object_key, path)]
    return [NOT_A_USER.problem(parameter, path=path) for path in wrong]


def users_in(values: Mapping[str, Any], paths: Iterable[str]) -> list[int]:
    """The ids of the users found at the paths, each once; empty ones are left out."""
    found = (id_of(values.get(path)) for path in paths)
    return list(dict.fromkeys(user_id for user_id in found if user_id is not None))


def users_or(values: Mapping[str, Any], paths: Iterable[str], otherwise: Iterable[str]) -> list[int]:
    """The ids of the users at the paths; where nobody stands there, of those at `otherwise`."""
    return users_in(values, paths) or users_in(values, otherwise)


def names_in(values: Mapping[str, Any], paths: Iterable[str]) -> list[str]:
    """The names of the users found at the paths, each once."""
    found = (values.get(path) for path in paths)
    return list(dict.fromkeys(str(one.name) for one in found if isinstance(one, Ref) and one.name))


def languages(user_ids: Iterable[int]) -> dict[int, str]:
    """The language of each user, one query."""
    return dict(User.objects.filter(id__in=set(user_ids)).values_list("id", "language"))


def path_labels(object_key: str, paths: Iterable[str]) -> Label:
    """The paths in words, one after another."""
    resolved = [resolve(object_key, path) for path in paths]
    return Label("・".join(path.label("ja") for path in resolved), ", ".join(path.label("en") for path in resolved))


def _names_user(object_key: str, path: str) -> bool:
    try:
        return resolve(object_key, path).field.target == "user"
    except (Invalid, Missing):
        return False
