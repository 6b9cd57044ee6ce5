"""Which objects have pages, and how their lists, forms and pages look. Reads nothing and makes no HTML."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from daicho.engine.catalog import registry
from daicho.engine.catalog.specs import ObjectSpec
from daicho.engine.work.frame import Frame
from daicho.values.labels import Message
from daicho.values.problems import Missing
from daicho.web.records.sections import SECTIONS, Section
from daicho.web.urgency import NEEDED, task_tone, term_tone

Tone = Callable[[Mapping[str, Any], Frame], str]
NO_PAGES = Message(
    "object_without_pages", ja="「{object}」のページはありません。", en="There are no pages for “{object}”."
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One object and its pages.

    `section` names the address of its list ("" : it has none) and the entry of the sidebar. `usual` are the columns where
    no view names any, `needed` what every row is read with for its colours. `summed` is an amount that lists add up
    ("" : none). `numbered` fields may stay empty on a new record, the system fills them. `forms` is False where another
    page creates and changes the records. `tones` gives the colour of a column by the whole row.
    `opens` is the lookup whose record a row opens where its own object has no pages; `money` the path that amounts are
    added up by.
    """

    object: str
    section: str
    icon: str
    usual: tuple[str, ...]
    searched: tuple[str, ...] = ()
    hint: str | Promise = ""
    needed: tuple[str, ...] = ()
    summed: str = ""
    numbered: tuple[str, ...] = ()
    forms: bool = True
    creates: bool = True
    tones: Mapping[str, Tone] = field(default_factory=dict)
    opens: str = ""
    money: str = "currency"

    @property
    def spec(self) -> ObjectSpec:
        """The object in the catalog."""
        return registry.get(self.object)

    @property
    def currency(self) -> bool:
        """Whether each record names its own currency."""
        return self.spec.field("currency") is not None

    @property
    def always(self) -> tuple[str, ...]:
        """What every row is read with, shown or not."""
        return (
            self.spec.name_field,
            *(("currency",) if self.currency else ()),
            *self.needed,
            *((self.opens,) if self.opens else ()),
        )

    @property
    def sections(self) -> tuple[Section, ...]:
        """The fields of forms and pages in groups."""
        return SECTIONS.get(self.object, ())


CONTRACTS = Kind(
    "contract",
    "ledger",
    "address-book",
    ("number", "name", "account", "end_date", "mrr", "status", "owner"),
    searched=("number", "name", "account.name", "account.name_kana", "contact.name"),
    hint=gettext_lazy("会社名・契約番号・契約名・担当者"),
    needed=NEEDED,
    summed="mrr",
    creates=False,
    tones={"end_date": term_tone},
)
QUOTES = Kind(
    "quote",
    "quotes",
    "file-text",
    ("number", "account", "name", "start_date", "end_date", "valid_until", "status", "owner"),
    searched=("number", "name", "account.name", "account.name_kana", "contact.name"),
    hint=gettext_lazy("見積番号・契約名・取引先"),
    forms=False,
)
ACCOUNTS = Kind(
    "account",
    "accounts",
    "building",
    ("name", "code", "phone", "owner", "is_customer", "is_reseller"),
    searched=("name", "name_kana", "code"),
    hint=gettext_lazy("取引先名・カナ・取引先コード"),
    numbered=("code",),
)
CONTACTS = Kind(
    "contact",
    "contacts",
    "user",
    ("name", "account", "department", "title", "email", "phone", "state"),
    searched=("name", "name_kana", "email", "account.name", "account.name_kana"),
    hint=gettext_lazy("氏名・カナ・メールアドレス・取引先"),
)
PRODUCTS = Kind(
    "product",
    "products",
    "package",
    ("name", "code", "kind", "list_price", "price_kind", "billing_cycle", "active"),
    searched=("name", "code"),
    hint=gettext_lazy("品目名・品目コード"),
    numbered=("code",),
)
PRICES = Kind("price", "", "package", ("kind", "account", "valid_from", "valid_to", "unit_price", "priority"))
OPPORTUNITIES = Kind(
    "opportunity",
    "opportunities",
    "target-arrow",
    ("name", "account", "stage", "kind", "expected_on", "owner"),
    searched=("name", "account.name", "account.name_kana"),
    hint=gettext_lazy("商談名・取引先"),
)
TASKS = Kind(
    "task",
    "tasks",
    "checkbox",
    ("subject", "due_at", "status", "owner"),
    searched=("subject",),
    hint=gettext_lazy("件名"),
    needed=("due_at", "status"),
    tones={"due_at": task_tone},
)
ENTRIES = Kind(
    "sales_entry",
    "entries",
    "report-money",
    (
        "contract.number",
        "contract.account",
        "contract_line",
        "posting_date",
        "period_start",
        "period_end",
        "amount",
        "status",
    ),
    searched=("contract.number", "contract.name", "contract.account.name", "contract.account.name_kana"),
    hint=gettext_lazy("契約番号・契約名・会社名"),
    summed="amount",
    forms=False,
    creates=False,
    opens="contract",
    money="contract.currency",
)
ORDERS = Kind(
    "order",
    "",
    "file-text",
    ("number", "kind", "contract", "effective_date", "confirmed_at", "confirmed_by"),
    searched=("number",),
    forms=False,
    creates=False,
)
KINDS = (CONTRACTS, QUOTES, ACCOUNTS, CONTACTS, PRODUCTS, PRICES, OPPORTUNITIES, TASKS, ENTRIES, ORDERS)
BY_OBJECT: Mapping[str, Kind] = {kind.object: kind for kind in KINDS}


def kind_of(object_key: str) -> Kind:
    """The kind of an object that has pages. Raises Missing for others."""
    found = BY_OBJECT.get(object_key)
    if found is None:
        raise Missing(NO_PAGES.problem(object=object_key[:60]))
    return found
