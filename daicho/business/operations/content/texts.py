"""The texts that are shipped: mails to customers and notices to our own people, read from the files in shipped/."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from daicho.values.labels import Language

KEYS = (
    "mail_renewal_notice",
    "mail_renewal_notice_minimal",
    "mail_auto_renewal",
    "mail_renewal_reseller",
    "mail_renewal_reminder",
    "mail_renewal_joint",
    "mail_answer_copy",
    "mail_answer_link",
    "mail_renewed",
    "mail_cancelled",
    "notice_renewal_to_owner",
    "notice_undecided_to_owner",
    "notice_renewal_work",
    "notice_expired",
)


@dataclass(frozen=True, slots=True)
class Text:
    """One shipped text with merge fields. `name` is a template's name, `task` a ToDo's subject; "" where there is none."""

    subject: str
    body: str
    name: str = ""
    task: str = ""


@lru_cache(maxsize=64)
def shipped(key: str, language: Language) -> Text:
    """The text with this key (one of KEYS). Raises FileNotFoundError for another.

    A file begins with "Subject: ..." and perhaps "Name: ..." and "Task: ..."; the body follows after an empty line.
    """
    source = files("daicho.business.operations.content").joinpath("shipped", f"{key}.{language}.txt").read_text("utf-8")
    head, _, body = source.partition("\n\n")
    values = dict(line.split(": ", 1) for line in head.splitlines())
    return Text(values["Subject"], body, values.get("Name", ""), values.get("Task", ""))
