"""The texts that are shipped: mails to customers and notices to our own people, read from the files in shipped/."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from daicho.values.labels import Language

KEYS = (
    "mail_renewal_notice",
    "mail_renewal_notice_minimal",
    "notice_renewal_to_owner",
    "notice_undecided_to_owner",
)


@dataclass(frozen=True, slots=True)
class Text:
    """One shipped text with merge fields. `name` is a template's name, `task` a ToDo's subject; "" where there is none."""

    subject: str
    body: str
    name: str = ""
    task: str = ""


@lru_cache(maxsize=32)
def shipped(key: str, language: Language) -> Text:
    """The text with this key (one of KEYS). Raises FileNotFoundError for another.

    A file begins with "Subject: ..." and perhaps "Name: ..." and "Task: ..."; the body follows after an empty line.
    """
    source = files("daicho.business.operations").joinpath("shipped", f"{key}.{language}.txt").read_text("utf-8")
    head, _, body = source.partition("\n\n")
    values = dict(line.split(": ", 1) for line in head.splitlines())
    return Text(values["Subject"], body, values.get("Name", ""), values.get("Task", ""))
