"""The composition root: what is registered where. Called once, when every application has been loaded."""

from daicho.business.contracts import objects as contract_objects
from daicho.business.contracts.corrections import rederive_terms, stamp_answers
from daicho.business.operations.shipped import ship
from daicho.business.organisation import objects as organisation_objects
from daicho.business.organisation import providers
from daicho.business.organisation.settings import habits
from daicho.business.parties import objects as party_objects
from daicho.business.products import objects as product_objects
from daicho.business.sales import objects as sales_objects
from daicho.config import first_start
from daicho.engine.access import objects as access_objects
from daicho.engine.activity import objects as activity_objects
from daicho.engine.automation import actions, mail_troubles, planner, texts
from daicho.engine.automation import objects as automation_objects
from daicho.engine.automation import wiring as automation
from daicho.engine.catalog import registry
from daicho.engine.listviews import objects as listview_objects
from daicho.engine.mail import house, modes, troubles
from daicho.engine.mail import objects as mail_objects
from daicho.engine.mail.delivery import Delivery
from daicho.engine.records import changes
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
    *automation_objects.OBJECTS,
    *access_objects.OBJECTS,
    *organisation_objects.OBJECTS,
)
LISTENERS = (rederive_terms, stamp_answers, planner.plan_changes)
"""In this order: what is derived is settled before processes look at it."""


def wire() -> None:
    """Fill the registries of objects, listeners, process actions and work units."""
    registry.register(OBJECTS)
    changes.listen(LISTENERS)
    provide_habits(habits)
    house.provide(providers.house)
    modes.provide(mode=providers.chosen_mode, users=providers.addresses_of_users)
    troubles.provide_hooks([mail_troubles.tell_owners])
    actions.register(automation.ACTION_TYPES)
    texts.provide_page(page_of)
    units.register((*automation.UNITS, Delivery().unit(), troubles.unit()))
    first_start.STEPS[:] = [ship]
