"""The addresses of the settings."""

from django.urls import URLPattern, path

from daicho.web.settings.field_views import (
    delete_field,
    edit_field,
    fields,
    move_field,
    new_field,
    objects,
    restore_field,
)
from daicho.web.settings.views import settings_image, settings_organisation

OBJECT = "settings/objects/<slug:object_key>/"
FIELD = OBJECT + "fields/<slug:field_key>/"
SETTINGS_PAGES: list[URLPattern] = [
    path("settings/organisation/", settings_organisation, name="settings_organisation"),
    path("settings/organisation/<slug:image>/", settings_image, name="settings_image"),
    path("settings/objects/", objects, name="settings_objects"),
    path(OBJECT, fields, name="settings_object"),
    path(OBJECT + "new/", new_field, name="settings_field_new"),
    path(FIELD, edit_field, name="settings_field"),
    path(FIELD + "delete/", delete_field, name="settings_field_delete"),
    path(FIELD + "restore/", restore_field, name="settings_field_restore"),
    path(FIELD + "move/", move_field, name="settings_field_move"),
]
