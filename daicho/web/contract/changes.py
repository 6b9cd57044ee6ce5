"""The history of a contract as its page shows it."""

from daicho.web.changes import Change, changes_of
from daicho.web.contract.reading import CONTRACT, ContractRead


def changes(contract: ContractRead) -> list[Change]:
    """The changes of the contract, latest first."""
    return changes_of(CONTRACT, contract.history, contract.visitor, contract.currency)
