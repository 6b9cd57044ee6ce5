"""Refusals: what is raised when something asked for cannot be done. Each carries problems that people can read."""

from daicho.values.labels import Problem


class Refused(Exception):
    """What was asked is wrong or not allowed; nothing was changed. `problems` is never empty."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.text("en") for problem in problems))
        self.problems: tuple[Problem, ...] = problems


class Invalid(Refused):
    """The values given are wrong (API: 422)."""


class Forbidden(Refused):
    """The actor lacks the right (API: 403)."""


class Missing(Refused):
    """No such record, object or field, or none that the actor may see (API: 404)."""


class Conflict(Refused):
    """The record's state does not allow it, or several records match (API: 409). `ids` names the records concerned."""

    def __init__(self, *problems: Problem, ids: tuple[int, ...] = ()) -> None:
        super().__init__(*problems)
        self.ids = ids


class Stale(Refused):
    """Somebody else changed the record since it was read (API: 412)."""
