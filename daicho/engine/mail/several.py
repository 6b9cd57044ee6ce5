"""What a template calls the records of a mail about several: `contracts`, a list of what `contract` is. PURE.

In a mail about one record the list holds that one; beside the list, `contract` is the first of them.
"""

from daicho.engine.mail.merge_nodes import COUNT


def root(object_key: str) -> str:
    """The word for the records of the object: contracts."""
    return f"{object_key}s"


def counts(segments: tuple[str, ...], object_key: str) -> bool:
    """Whether a use of a merge field is the number of records: contracts.count."""
    return segments == (f"{root(object_key)}.{COUNT}",)


def is_list(segments: tuple[str, ...], object_key: str) -> bool:
    """Whether it is the list itself."""
    return segments == (root(object_key),)


def of_one(segments: tuple[str, ...], object_key: str) -> tuple[str, ...]:
    """A field of a record of the list as the same field of one record: contracts, number → contract.number."""
    if len(segments) < 2 or segments[0] != root(object_key):
        return segments
    return (f"{object_key}.{segments[1]}", *segments[2:])
