"""How a customer is addressed at the head of a mail or letter: 会社名・部署・氏名 様, 御中, ご担当者 様. PURE.

A title stands before the name and never takes the honorific (no 部長様); our own people get none.
"""

from typing import Literal

from daicho.values.labels import Language


def addressee(
    company: str,
    department: str = "",
    person: str = "",
    title: str = "",
    *,
    to: Literal["person", "organisation"] = "person",
    is_ours: bool = False,
    language: Language = "ja",
) -> tuple[str, ...]:
    """The lines of the address, none of them empty.

    `to` "organisation": the company or its department itself is meant, 御中. `to` "person" without a name: ご担当者 様.
    `is_ours`: the addressee works for us, so no honorific.
    """
    if language == "en":
        return _english(company, department, person, title, to=to)
    place = tuple(line for line in (company, department) if line)
    if to == "organisation":
        return place if is_ours or not place else (*place[:-1], f"{place[-1]} 御中")
    name = f"{title} {person}".strip() if person else "ご担当者"
    return (*place, name if is_ours else f"{name} 様")


def _english(
    company: str, department: str, person: str, title: str, *, to: Literal["person", "organisation"]
) -> tuple[str, ...]:
    """Name and title first, then department and company."""
    name = ", ".join(part for part in (person, title) if part) if person else "To whom it may concern"
    lines = (department, company) if to == "organisation" else (name, department, company)
    return tuple(line for line in lines if line)
