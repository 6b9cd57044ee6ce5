"""Who and what a ledger names: users, accounts, contacts and products, found by their normalised names or made."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from daicho.business.operations.ledger.result import LedgerContract
from daicho.business.parties.models import Account, Contact
from daicho.business.products.models import Product
from daicho.engine.access.models import User
from daicho.engine.records.command import Command
from daicho.rules.payment_terms import LATEST_PAYMENT_MONTH, MONTH_END, check_closing_day, read_payment_terms
from daicho.values.text import normalise

TAKEN = ("email", "phone", "department", "title")


@dataclass(slots=True)
class Tally:
    """How many records were created (by object), changed, or found as they are; and the names that became
    users, accounts and products."""

    made: Counter[str] = field(default_factory=Counter)
    updated: int = 0
    unchanged: int = 0
    new_users: list[str] = field(default_factory=list)
    new_accounts: list[str] = field(default_factory=list)
    new_products: list[str] = field(default_factory=list)

    @property
    def created(self) -> int:
        """How many records were created, of all objects."""
        return self.made.total()


@dataclass(frozen=True, slots=True)
class Meant:
    """Ids of users, accounts and products by names that are not theirs."""

    users: Mapping[str, int] = field(default_factory=dict)
    accounts: Mapping[str, int] = field(default_factory=dict)
    products: Mapping[str, int] = field(default_factory=dict)


NOTHING_MEANT = Meant()


@dataclass(frozen=True, slots=True)
class Parties:
    """Ids by normalised name; contacts by account id and normalised name."""

    users: Mapping[str, int]
    accounts: Mapping[str, int]
    contacts: Mapping[tuple[int, str], int]
    products: Mapping[str, int]
    default_owner: int

    def owner(self, contract: LedgerContract) -> int:
        """The owner of a contract; whoever imports where the ledger names nobody."""
        return self.users[normalise(contract.owner)] if contract.owner else self.default_owner

    def account(self, name: str | None) -> int | None:
        """The account of that name; None for no name."""
        return self.accounts[normalise(name)] if name else None

    def contact(self, contract: LedgerContract) -> int | None:
        """The contact at the contract's account; None where the ledger names nobody."""
        account = self.accounts[normalise(contract.account)]
        return self.contacts.get((account, contact_key(contract)))


def contact_key(contract: LedgerContract) -> str:
    """By what a contact is told apart at his account: his name, else his address; "" without both."""
    return normalise(contract.contact or contract.email or "")


def resolve(
    command: Command,
    contracts: Iterable[LedgerContract],
    default_owner: int,
    tally: Tally,
    meant: Meant = NOTHING_MEANT,
) -> Parties:
    """Find or make everything that the contracts name; a handful of queries whatever their number.

    Names that are nobody's are those in `meant`; owners that are not there become users without log-in.
    """
    every = list(contracts)
    users = _users(command, every, tally, _normal(meant.users))
    accounts = _accounts(command, every, users, default_owner, tally, _normal(meant.accounts))
    contacts = _contacts(command, every, accounts, tally)
    products = _products(command, every, tally, _normal(meant.products))
    return Parties(users, accounts, contacts, products, default_owner)


def _normal(names: Mapping[str, int]) -> dict[str, int]:
    return {normalise(name): pk for name, pk in names.items()}


def _known(model: Any, wanted: Iterable[str], meant: Mapping[str, int]) -> dict[str, int]:
    """Ids by normalised name: those that are meant by names of others, then those of that name, the oldest first."""
    keys = list(wanted)
    there = set(model.objects.filter(pk__in=meant.values()).values_list("pk", flat=True)) if meant else set()
    named = dict(model.objects.filter(name_normal__in=keys).order_by("-id").values_list("name_normal", "id"))
    return named | {key: pk for key, pk in meant.items() if key in keys and pk in there}


def _users(
    command: Command, contracts: list[LedgerContract], tally: Tally, owners: Mapping[str, int]
) -> dict[str, int]:
    wanted = {normalise(c.owner): c.owner for c in contracts if c.owner}
    users = list(User.objects.order_by("is_active", "-id").values_list("name_normal", "id"))
    there = {pk for _, pk in users}
    known = {key: pk for key, pk in owners.items() if key in wanted and pk in there}
    known |= {key: pk for key, pk in users if key in wanted and key not in owners}
    missing = [name for key, name in wanted.items() if key not in known]
    taken = set(User.objects.values_list("username", flat=True))
    rows = []
    for name in missing:
        username = _free("".join(name.split()), taken)
        rows.append({"username": username, "name": name, "permission_sets": ["sales"]})
    made = command.create("user", rows, made=True)
    tally.made["user"] += len(made)
    tally.unchanged += len(known)
    tally.new_users += missing
    return known | dict(zip((normalise(name) for name in missing), made, strict=True))


def _free(username: str, taken: set[str]) -> str:
    candidate, number = username[:140], 1
    while candidate in taken:
        number += 1
        candidate = f"{username[:140]}{number}"
    taken.add(candidate)
    return candidate


def _accounts(
    command: Command,
    contracts: list[LedgerContract],
    users: Mapping[str, int],
    default_owner: int,
    tally: Tally,
    meant: Mapping[str, int],
) -> dict[str, int]:
    first: dict[str, dict[str, Any]] = {}
    for contract in contracts:
        owner = users[normalise(contract.owner)] if contract.owner else default_owner
        first.setdefault(normalise(contract.account), _account(contract, owner))
        for name, role in ((contract.reseller, "is_reseller"), (contract.end_user, "is_customer")):
            if name:
                row = first.setdefault(normalise(name), {"name": name, "owner": owner, "is_customer": False})
                row[role] = True
    names = _known(Account, first, meant)
    rows = [row for key, row in first.items() if key not in names]
    made = command.create("account", rows, made=True)
    tally.made["account"] += len(made)
    tally.new_accounts += [row["name"] for row in rows]
    tally.unchanged += len(names)
    return names | dict(zip((normalise(row["name"]) for row in rows), made, strict=True))


def _account(contract: LedgerContract, owner: int) -> dict[str, Any]:
    terms = read_payment_terms(contract.payment_terms or "")
    row: dict[str, Any] = {
        "name": contract.account,
        "owner": owner,
        "postal_code": contract.postal_code,
        "address": contract.address,
        "code": contract.account_code,
    }
    if terms is not None and terms[1] <= LATEST_PAYMENT_MONTH:
        closing_day, payment_month, payment_day = terms
        row |= {
            "closing_day": MONTH_END if check_closing_day(closing_day) else closing_day,  # the words stay as agreed
            "payment_month": payment_month,
            "payment_day": payment_day,
        }
    return row


def _contacts(
    command: Command, contracts: list[LedgerContract], accounts: Mapping[str, int], tally: Tally
) -> dict[tuple[int, str], int]:
    wanted: dict[tuple[int, str], dict[str, Any]] = {}
    for contract in contracts:
        key = (accounts[normalise(contract.account)], contact_key(contract))
        if key[1]:
            row = wanted.setdefault(key, {"account": key[0], "name": contract.contact or contract.email})
            for name in TAKEN:
                row[name] = row.get(name) or getattr(contract, name)
    found = Contact.objects.filter(account__in={account for account, _ in wanted}).order_by("-id")
    there = found.values("id", "account_id", "name_normal", *TAKEN)
    known = {key: row for row in there if (key := (row["account_id"], row["name_normal"])) in wanted}
    changes = {}
    for key, contact in known.items():
        different = {name: wanted[key][name] for name in TAKEN if wanted[key][name] not in (None, "", contact[name])}
        if different:
            changes[contact["id"]] = different
    command.update("contact", changes, made=True)
    new = [key for key in wanted if key not in known]
    made = command.create("contact", [wanted[key] for key in new], made=True)
    tally.made["contact"] += len(made)
    tally.updated += len(changes)
    tally.unchanged += len(known) - len(changes)
    return {key: contact["id"] for key, contact in known.items()} | dict(zip(new, made, strict=True))


def _products(
    command: Command, contracts: list[LedgerContract], tally: Tally, meant: Mapping[str, int]
) -> dict[str, int]:
    first: dict[str, dict[str, Any]] = {}
    for contract in contracts:
        for line in contract.lines:
            listed = line.unit_price if line.unit_price >= 0 else None
            row = {"name": line.product, "price_kind": line.price_kind, "list_price": listed}
            first.setdefault(normalise(line.product), row | {"currency": contract.currency})
    names = _known(Product, first, meant)
    rows = [row for key, row in first.items() if key not in names]
    made = command.create("product", rows, made=True)
    tally.made["product"] += len(made)
    tally.new_products += [row["name"] for row in rows]
    tally.unchanged += len(names)
    return names | dict(zip((normalise(row["name"]) for row in rows), made, strict=True))
