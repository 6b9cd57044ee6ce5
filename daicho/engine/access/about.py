"""Row access for tables whose rows are about records of any object: mails, waiting actions. Says whose rows are seen."""

from django.db.models import Q

from daicho.engine.access.actors import Actor
from daicho.engine.access.scope import RowRight, compiler, owners
from daicho.engine.catalog import registry
from daicho.engine.work.frame import Frame


def about_readable(actor: Actor, frame: Frame, right: RowRight = "read") -> Q:
    """The condition on a table with the columns `object` and `record_id` that the actor may read (edit) the record.

    Rows about a record that was deleted are seen by those who may read every record of its kind. Asks no database.
    """
    all_of: list[str] = []
    found = Q(pk__in=[])
    for spec in registry.every():
        whose = owners(actor, spec.key, right)
        if whose is None:
            all_of.append(spec.key)
        elif whose:
            found |= Q(object=spec.key, record_id__in=compiler(actor, spec.key, frame, right).subquery(spec.key))
    return found | Q(object__in=all_of)
