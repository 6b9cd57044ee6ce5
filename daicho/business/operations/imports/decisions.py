"""What people decided about an import, how that is kept with the run, and which of it contradicts itself."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from daicho.business.operations.ledger.choices import FIXED, MANY, MEANINGS, Choices
from daicho.business.operations.models import ImportRun
from daicho.business.parties.models import Account
from daicho.business.products.models import Product
from daicho.engine.access.models import User
from daicho.engine.exchange.sheets import MOST_ROWS
from daicho.values.labels import Label, Message, Problem
from daicho.values.problems import Invalid

LONGEST_FIXED = 500
ACCOUNT, PRODUCT = Label("契約先", "Customer"), Label("商品・サービス", "Product")

TWICE = Message(
    "import_meaning_twice",
    ja="「{meaning}」を{columns}列に選んでいます。1列だけにしてください。",
    en="“{meaning}” was chosen for {columns} columns. Choose it for one only.",
)
NO_MEANING = Message(
    "import_meaning_unknown", ja="列の内容「{value}」は選べません。", en="A column cannot be “{value}”."
)
FIXED_TOO = Message(
    "import_meaning_fixed_too",
    ja="「{meaning}」を列と、すべての行に同じ値の両方で指定しています。どちらか一方にしてください。",
    en="“{meaning}” was given by a column and for all rows. Choose one of the two.",
)
TOO_LONG = Message(
    "import_fixed_too_long",
    ja="「{meaning}」の値は{limit}文字以内にしてください。",
    en="The value of “{meaning}” must not be longer than {limit} characters.",
)
NO_ROW = Message(
    "import_header_unknown", ja="見出しの行「{value}」は選べません。", en="The header cannot be row {value}."
)
NO_OWNER = Message(
    "import_owner_unknown",
    ja="営業担当「{name}」に選んだ利用者は見つからないか、無効になっています。",
    en="The user chosen for the owner “{name}” does not exist or is inactive.",
)
NO_RECORD = Message(
    "import_name_unknown",
    ja="{what}「{name}」に選んだものは見つかりません。もう一度選んでください。",
    en="What was chosen for the {what} “{name}” does not exist any more. Choose again.",
)


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided: how to read the file; who or what is meant by names that are no users, accounts or products (ids
    by name); who owns what the file gives nobody. `before` is the import whose decisions these are (None: people's own)."""

    reading: Choices = field(default_factory=Choices)
    owners: Mapping[str, int] = field(default_factory=dict)
    owner: int | None = None
    accounts: Mapping[str, int] = field(default_factory=dict)
    products: Mapping[str, int] = field(default_factory=dict)
    before: int | None = None

    def named(self, owners: Collection[str], accounts: Collection[str], products: Collection[str]) -> "Decided":
        """Without what was decided about names that are not among these."""
        return replace(
            self,
            owners={name: pk for name, pk in self.owners.items() if name in owners},
            accounts={name: pk for name, pk in self.accounts.items() if name in accounts},
            products={name: pk for name, pk in self.products.items() if name in products},
        )


def decided(run: ImportRun) -> Decided:
    """What was decided about an import."""
    return loaded(run.choices)


def loaded(stored: Mapping[str, Any]) -> Decided:
    """Decisions as they are kept."""
    columns = {
        table: {int(place): meaning for place, meaning in found.items()}
        for table, found in stored.get("columns", {}).items()
    }
    reading = Choices(stored.get("sheet"), columns, stored.get("headers", {}), stored.get("fixed", {}))
    owners, accounts, products = (stored.get(key, {}) for key in ("owners", "accounts", "products"))
    return Decided(reading, owners, stored.get("owner"), accounts, products, stored.get("before"))


def kept(choices: Decided) -> dict[str, Any]:
    """Decisions in the form in which they are kept."""
    reading = choices.reading
    return {
        "sheet": reading.sheet,
        "columns": {table: {str(at): name for at, name in found.items()} for table, found in reading.columns.items()},
        "headers": dict(reading.headers),
        "fixed": dict(reading.fixed),
        "owners": dict(choices.owners),
        "accounts": dict(choices.accounts),
        "products": dict(choices.products),
        "owner": choices.owner,
        "before": choices.before,
    }


def check(choices: Decided) -> None:
    """Refuse meanings that are none or were chosen twice, header rows that are none, and names that are nobody's any more."""
    problems = [*_of_columns(choices.reading), *_of_fixed(choices.reading), *_of_owners(choices)]
    problems += _of_names(ACCOUNT, choices.accounts, Account.objects.filter(pk__in=choices.accounts.values()))
    problems += _of_names(PRODUCT, choices.products, Product.objects.filter(pk__in=choices.products.values()))
    if problems:
        raise Invalid(*problems)


def _of_columns(reading: Choices) -> Iterator[Problem]:
    for table, columns in reading.columns.items():
        for meaning in sorted(set(columns.values())):
            count = list(columns.values()).count(meaning)
            if meaning not in MEANINGS:
                yield NO_MEANING.problem(f"columns.{table}", value=meaning)
            elif count > 1 and meaning not in MANY:
                yield TWICE.problem(f"columns.{table}", meaning=MEANINGS[meaning], columns=count)
            elif meaning in reading.fixed:
                yield FIXED_TOO.problem(f"columns.{table}", meaning=MEANINGS[meaning])
    for sheet, row in reading.headers.items():
        if not 1 <= row <= MOST_ROWS:
            yield NO_ROW.problem(f"headers.{sheet}", value=row)


def _of_fixed(reading: Choices) -> Iterator[Problem]:
    for meaning, value in reading.fixed.items():
        if meaning not in FIXED:
            yield NO_MEANING.problem("fixed", value=meaning)
        elif len(value) > LONGEST_FIXED:
            yield TOO_LONG.problem("fixed", meaning=MEANINGS[meaning], limit=LONGEST_FIXED)


def _of_owners(choices: Decided) -> Iterator[Problem]:
    wanted = {*choices.owners.values(), *([choices.owner] if choices.owner is not None else [])}
    known = set(User.objects.filter(pk__in=wanted, is_active=True).values_list("pk", flat=True))
    for name, pk in choices.owners.items():
        if pk not in known:
            yield NO_OWNER.problem("owners", name=name)
    if choices.owner is not None and choices.owner not in known:
        yield NO_OWNER.problem("owner", name="－")


def _of_names(what: Label, chosen: Mapping[str, int], found: Any) -> Iterator[Problem]:
    known = set(found.values_list("pk", flat=True)) if chosen else set()
    for name, pk in chosen.items():
        if pk not in known:
            yield NO_RECORD.problem("names", what=what, name=name)
