"""Templates, alerts and mails as the catalog describes them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from daicho.engine.catalog import registry
from daicho.engine.catalog.declare import PREFERRED_LANGUAGES, field, long_text, lookup, moment, picklist, text
from daicho.engine.catalog.specs import ObjectSpec
from daicho.engine.mail import fields, house, marks
from daicho.engine.mail import recipients as definitions
from daicho.engine.mail.alerts import RECIPIENT_DAY
from daicho.engine.mail.models import EmailAlert, EmailTemplate, Mail
from daicho.engine.mail.states import STATE_LABELS
from daicho.values.labels import Label, Message, Problem
from daicho.values.problems import Invalid, Missing

GROUPS = {"none": Label("まとめない", "None"), RECIPIENT_DAY: Label("宛先と日ごと", "By recipient and day")}
PARTS = ("subject", "text", "html")
TEMPLATE_OF_OTHER = Message(
    "alert_template_other_object",
    ja="テンプレート「{template}」は別のオブジェクト（{object}）用です。",
    en="The template “{template}” is written for another object ({object}).",
)
INTERNAL = Message(
    "template_internal_field",
    ja="「{paths}」は社内用の画面のアドレスなので、社外あてのメールアラート（{alerts}）では使えません。この項目を外してください。",
    en="“{paths}” is a page for our own people, so it cannot be used in alerts to others ({alerts}). Leave it out.",
)


def check_template(values: Mapping[str, Any]) -> list[Problem]:
    """Unknown objects and merge fields of a template, and internal ones in a template that goes to others than users."""
    try:
        spec = registry.get(str(values.get("object") or ""))
        parts = {part: values[part] for part in PARTS if values.get(part)}
        fields.check(parts, spec, house.roots())
    except Missing as refused:
        return [Problem(problem.message, "object", problem.params) for problem in refused.problems]
    except Invalid as refused:
        return list(refused.problems)
    internal = {part: paths for part in parts if (paths := fields.internal_paths([parts[part]], spec.key))}
    outside = _alerts_to_outsiders(spec.key, str(values.get("name") or "")) if internal else []
    return [INTERNAL.problem(part, paths=paths, alerts=outside) for part, paths in internal.items() if outside]


def check_alert(values: Mapping[str, Any]) -> list[Problem]:
    """Unknown objects, recipients and marks of an alert, and templates that are not for it."""
    try:
        spec = registry.get(str(values.get("object") or ""))
    except Missing as refused:
        return [Problem(problem.message, "object", problem.params) for problem in refused.problems]
    template = values.get("template")
    found = EmailTemplate.objects.filter(pk=getattr(template, "id", template)).first() if template is not None else None
    joint = values.get("group_template")
    grouped = EmailTemplate.objects.filter(pk=getattr(joint, "id", joint)).first() if joint is not None else None
    problems = definitions.problems_of(spec.key, values.get("recipients") or [])
    problems += marks.problems_of(spec.key, str(values.get("mark") or ""))
    if found is not None and found.object != spec.key:
        problems.append(TEMPLATE_OF_OTHER.problem("template", template=found.name, object=found.object))
    if grouped is not None and grouped.object != spec.key:
        problems.append(TEMPLATE_OF_OTHER.problem("group_template", template=grouped.name, object=grouped.object))
    if not problems and _reaches_outsiders(spec.key, values.get("recipients")):
        for key, row in (("template", found), ("group_template", grouped)):
            sources = [part for one in _languages_of(row) for part in (one.subject, one.text, one.html) if part]
            if paths := fields.internal_paths(sources, spec.key):
                problems.append(INTERNAL.problem(key, paths=paths, alerts=[str(values.get("name") or "")]))
    return problems


def _alerts_to_outsiders(object_key: str, template: str) -> list[str]:
    """Names of the alerts to others than users that send the template with this name, in whatever language."""
    uses = Q(template__name=template, template__object=object_key)
    uses |= Q(group_template__name=template, group_template__object=object_key)
    rows = EmailAlert.objects.filter(uses, object=object_key)
    return [row.name for row in rows.order_by("name") if _reaches_outsiders(object_key, row.recipients)]


def _reaches_outsiders(object_key: str, recipients: Any) -> bool:
    return any(
        not definitions.is_user(object_key, one) for part in definitions.normal(recipients).values() for one in part
    )


def _languages_of(template: EmailTemplate | None) -> list[EmailTemplate]:
    if template is None:
        return []
    return list(EmailTemplate.objects.filter(object=template.object, name=template.name))


EMAIL_TEMPLATE = ObjectSpec(
    key="email_template",
    label=Label("メールテンプレート", "Email template"),
    plural=Label("メールテンプレート", "Email templates"),
    model=EmailTemplate,
    sort=("name", "id"),
    fields=(
        text("name", "名前", "Name", required=True),
        text("object", "対象", "Object", required=True, filterable=False),
        text("subject", "件名", "Subject", required=True, filterable=False),
        long_text("text", "本文", "Text", required=True, filterable=False),
        long_text("html", "HTML本文", "HTML", filterable=False),
        picklist("language", "言語", "Language", PREFERRED_LANGUAGES, default="ja"),
        text("folder", "フォルダー", "Folder", filterable=False),
    ),
    validate=check_template,
)

EMAIL_ALERT = ObjectSpec(
    key="email_alert",
    label=Label("メールアラート", "Email alert"),
    plural=Label("メールアラート", "Email alerts"),
    model=EmailAlert,
    sort=("name", "id"),
    lookup_keys=("name",),
    fields=(
        text("name", "名前", "Name", required=True, unique=True),
        text("object", "対象", "Object", required=True, filterable=False),
        lookup("template", "メールテンプレート", "Template", "email_template", required=True),
        field("json", "recipients", "宛先", "Recipients", required=True),
        picklist("group", "まとめ方", "Grouping", GROUPS, default="none"),
        lookup("group_template", "まとめたときのテンプレート", "Template of a grouped mail", "email_template"),
        text("mark", "送信後に記録すること", "Noted once sent", filterable=False),
    ),
    validate=check_alert,
)

EMAIL_MESSAGE = ObjectSpec(
    key="email_message",
    label=Label("送信メール", "Email"),
    plural=Label("送信メール", "Emails"),
    model=Mail,
    name_field="subject",
    sort=("-id",),
    made_by=Label("プロセス", "a process"),
    tracked=False,
    fields=(
        text("object", "対象", "Object", made=True, filterable=False),
        field("number", "record_id", "レコードID", "Record id", made=True, scale=0),
        text("subject", "件名", "Subject", made=True, filterable=False),
        long_text("text", "本文", "Text", made=True, filterable=False),
        field("json", "to", "To", "To", made=True),
        field("json", "cc", "Cc", "Cc", made=True),
        field("json", "bcc", "Bcc", "Bcc", made=True),
        text("sender_name", "差出人名", "Sender", made=True, filterable=False),
        text("sender_address", "差出人アドレス", "Sender address", made=True, filterable=False),
        text("process", "プロセス", "Process", made=True, filterable=False),
        text("step", "ステップ", "Step", made=True, filterable=False),
        text("template", "テンプレート", "Template", made=True, filterable=False),
        picklist("state", "状態", "State", {str(state): label for state, label in STATE_LABELS.items()}, made=True),
        text("error", "エラー", "Error", made=True, filterable=False),
        moment("created_at", "作成日時", "Created at", made=True),
        moment("sent_at", "送信日時", "Sent at", made=True),
    ),
)

OBJECTS = (EMAIL_TEMPLATE, EMAIL_ALERT, EMAIL_MESSAGE)
