"""The addresses of processes, waiting actions, mails, templates and alerts."""

from django.urls import URLPattern, path, register_converter

from daicho.web.automation.acting import DEEDS, handle_actions
from daicho.web.automation.editing import edit_process, new_process
from daicho.web.automation.mail_alerts import alert_list, edit_alert, new_alert
from daicho.web.automation.mail_templates import edit_template, new_template, preview_template, template_list
from daicho.web.automation.processes import activate_process, deactivate_process, process_list, process_page
from daicho.web.automation.samples import suggest_sample
from daicho.web.automation.waiting import waiting_action, waiting_list
from daicho.web.mails.views import mail_list, mail_page, resend_mail, settle_mail


class DeedConverter:
    """What is done with waiting actions."""

    regex = "|".join(DEEDS)

    def to_python(self, value: str) -> str:
        """As it is written."""
        return value

    def to_url(self, value: str) -> str:
        """As it is written."""
        return value


register_converter(DeedConverter, "action_deed")

AUTOMATION_PAGES: list[URLPattern] = [
    path("automation/waiting/", waiting_list, name="waiting"),
    path("automation/waiting/<int:action_id>/", waiting_action, name="waiting_action"),
    path("automation/waiting/<action_deed:deed>/", handle_actions, name="waiting_handle"),
    path("automation/processes/", process_list, name="processes"),
    path("automation/processes/new/", new_process, name="process_new"),
    path("automation/processes/<int:process_id>/edit/", edit_process, name="process_edit"),
    path("automation/processes/<int:process_id>/", process_page, name="process"),
    path("automation/processes/<int:process_id>/activate/", activate_process, name="process_activate"),
    path("automation/processes/<int:process_id>/deactivate/", deactivate_process, name="process_deactivate"),
    path("automation/templates/", template_list, name="mail_templates"),
    path("automation/templates/new/", new_template, name="mail_template_new"),
    path("automation/templates/preview/", preview_template, name="mail_template_preview"),
    path("automation/templates/<int:template_id>/", edit_template, name="mail_template"),
    path("automation/alerts/", alert_list, name="mail_alerts"),
    path("automation/alerts/new/", new_alert, name="mail_alert_new"),
    path("automation/alerts/<int:alert_id>/", edit_alert, name="mail_alert"),
    path("automation/samples/<slug:object_key>/", suggest_sample, name="sample_suggest"),
    path("mails/", mail_list, name="mails"),
    path("mails/<int:mail_id>/", mail_page, name="mail"),
    path("mails/<int:mail_id>/resend/", resend_mail, name="mail_resend"),
    path("mails/<int:mail_id>/settle/", settle_mail, name="mail_settle"),
]
