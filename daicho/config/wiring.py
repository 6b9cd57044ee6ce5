"""The composition root: what is registered where. Called once, when every application has been loaded."""

from daicho.business.contracts import answer_links, mail_guard
from daicho.business.contracts import objects as contract_objects
from daicho.business.contracts.corrections import rederive_terms, stamp_answers
from daicho.business.contracts.rollups import ACCOUNT_FIELDS
from daicho.business.operations.answers import reminders as answer_reminders
from daicho.business.operations.content.marks import MARKS
from daicho.business.operations.content.merge_fields import PROVIDER
from daicho.business.operations.content.ship import ship
from daicho.business.operations.demo import beginning
from daicho.business.operations.imports.work import ImportWork
from daicho.business.operations.renewals import missed_notices
from daicho.business.organisation import objects as organisation_objects
from daicho.business.organisation import providers
from daicho.business.parties import objects as party_objects
from daicho.business.products import objects as product_objects
from daicho.business.sales import objects as sales_objects
from daicho.business.sales.currencies import carry_currency
from daicho.config import first_start
from daicho.config.beginning import begin
from daicho.engine.access import objects as access_objects
from daicho.engine.activity import objects as activity_objects
from daicho.engine.automation import actions, late, mail_troubles, planner
from daicho.engine.automation import objects as automation_objects
from daicho.engine.automation import wiring as automation
from daicho.engine.automation.usages import in_processes
from daicho.engine.catalog import registry
from daicho.engine.listviews import objects as listview_objects
from daicho.engine.listviews.sharing import guard_sharing
from daicho.engine.listviews.usages import in_views
from daicho.engine.mail import computed, guards, house, marks, masking, modes, troubles
from daicho.engine.mail import objects as mail_objects
from daicho.engine.mail.delivery import Delivery
from daicho.engine.mail.usages import in_mails
from daicho.engine.records import changes
from daicho.engine.reports import objects as report_objects
from daicho.engine.reports.sharing import guard_reports
from daicho.engine.reports.usages import in_reports
from daicho.engine.shaping import purging, scope, usages
from daicho.engine.work import units
from daicho.engine.work.frame import provide_habits
from daicho.web.addresses import page_of

OBJECTS = (
    *party_objects.OBJECTS,
    *product_objects.OBJECTS,
    *sales_objects.OBJECTS,
    *contract_objects.OBJECTS,
    *activity_objects.OBJECTS,
    *mail_objects.OBJECTS,
    *listview_objects.OBJECTS,
    *report_objects.OBJECTS,
    *automation_objects.OBJECTS,
    *access_objects.OBJECTS,
    *organisation_objects.OBJECTS,
)
SHAPED = ("account", "contact", "contract", "product", "price", "opportunity", "task")
"""The objects to which people may add fields: those whose every form and page is made from the catalog."""
LISTENERS = (carry_currency, rederive_terms, stamp_answers, guard_sharing, guard_reports, planner.plan_changes)
"""In this order: what is derived is settled before processes look at it."""


def wire() -> None:
    """Fill the registries of objects, listeners, process actions and work units."""
    registry.register(OBJECTS)
    registry.extend("account", ACCOUNT_FIELDS)
    changes.listen(LISTENERS)
    provide_habits(begin)
    scope.provide(SHAPED)
    usages.provide((in_views, in_reports, in_processes, in_mails))
    house.provide(providers.house)
    modes.provide(mode=providers.chosen_mode, users=providers.addresses_of_users)
    troubles.provide_hooks([mail_troubles.tell_owners])
    actions.register(automation.ACTION_TYPES)
    computed.provide_page(page_of)
    computed.register([PROVIDER])
    marks.register(MARKS)
    guards.register([mail_guard.GUARD])
    masking.provide([answer_links.IN_TEXT])
    units.register(
        (*automation.UNITS, Delivery().unit(), marks.unit(), troubles.unit(), ImportWork().unit(), beginning.unit())
    )
    units.register((answer_reminders.UNIT, purging.UNIT))
    late.provide_words(missed_notices.WORDS)
    first_start.STEPS[:] = [ship]
