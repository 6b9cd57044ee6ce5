"""The names in a file that are nobody's, as the page of an import asks who or what is meant: owners, customers, products."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from daicho.business.operations.imports.decisions import ACCOUNT, PRODUCT, Decided
from daicho.business.operations.imports.decisions import decided as decided_before
from daicho.business.operations.models import ImportRun
from daicho.engine.access import select
from daicho.engine.access.models import User
from daicho.engine.catalog.query import make_query
from daicho.values.text import company_key
from daicho.web.visitors import Visitor

MOST_NAMES, MOST_ALIKE, MOST_PRODUCTS = 30, 100, 200
"""Unknown names that are asked about, and customers and products that are offered for them."""
ALIKE = 2
"""Letters with which the names of two customers begin alike."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name that is nobody's: the name of its control, and who or what may be meant (none chosen: it is new)."""

    name: str
    said: str
    options: Sequence[Option]


class Naming:
    """What may be decided about the names of one import; texts in the visitor's language."""

    def __init__(self, run: ImportRun, visitor: Visitor, decided: Decided) -> None:
        self.run, self.visitor, self.decided = run, visitor, decided
        self.before = decided_before(run)
        self.trial: Mapping[str, Any] = run.trial or {}
        self.language = visitor.language

    @property
    def owners(self) -> list[NameRow]:
        """The names that are no users, with the users that may be meant."""
        names = sorted({*self.trial.get("new_users", []), *self.before.owners})
        return self._names("owner", names, self.decided.owners, active_users) if names else []

    @property
    def accounts(self) -> list[NameRow]:
        """The customers that are new, with those whose names begin alike; those without any such are left out."""
        chosen = self.decided.accounts
        names = sorted({*self.trial.get("new_accounts", [])[:MOST_NAMES], *self.before.accounts})
        stems = {name: company_key(name)[:ALIKE] for name in names}
        if not names:
            return []
        alike = {"or": [{"field": "name", "op": "contains", "value": stem} for stem in sorted({*stems.values()})]}
        found = self._records("account", alike, MOST_ALIKE)
        shown = [
            NameRow(
                f"account-{number}",
                name,
                [
                    Option(str(pk), text, chosen.get(name) == pk)
                    for pk, text in found
                    if company_key(text).startswith(stems[name]) or chosen.get(name) == pk
                ],
            )
            for number, name in enumerate(names)
        ]
        return [one for one in shown if one.options]

    @property
    def products(self) -> list[NameRow]:
        """The products that are new, with all that are known; empty while there are none."""
        chosen = self.decided.products
        names = sorted({*self.trial.get("new_products", [])[:MOST_NAMES], *self.before.products})
        known = self._records("product", None, MOST_PRODUCTS) if names else []
        return self._names("product", names, chosen, lambda: known) if known else []

    @property
    def unknown(self) -> list[tuple[str, list[NameRow]]]:
        """Customers and products that are asked about, below the word for what they are."""
        both = ((ACCOUNT, self.accounts), (PRODUCT, self.products))
        return [(what.text(self.language), rows) for what, rows in both if rows]

    @property
    def default_owners(self) -> list[Option]:
        """Who may own what the file gives nobody."""
        chosen = self.decided.owner or self.run.user_id
        return [Option(str(pk), shown, pk == chosen) for pk, shown in active_users()]

    def _records(self, object_key: str, condition: Any, most: int) -> list[tuple[int, str]]:
        """Ids and names of the records that the visitor may see."""
        query = make_query(object_key, columns=["name"], filter=condition, sort="name", limit=most)
        return [(row["id"], row["name"]) for row in select.select(self.visitor.actor, query, self.visitor.frame).rows]

    def _names(self, control: str, names: Sequence[str], chosen: Mapping[str, int], known: Any) -> list[NameRow]:
        every = known()
        return [
            NameRow(
                f"{control}-{number}",
                name,
                [
                    Option(str(pk), shown, chosen.get(name) == pk)
                    for pk, shown in every
                    if shown != name or chosen.get(name) == pk
                ],
            )
            for number, name in enumerate(names)
        ]


def active_users() -> list[tuple[int, str]]:
    """Id and name of everybody who may own a contract."""
    users = User.objects.filter(is_active=True).order_by("name_normal", "id")
    return [(pk, name or username) for pk, name, username in users.values_list("id", "name", "username")]
