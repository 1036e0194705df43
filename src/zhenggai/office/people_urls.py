"""Addresses of units, persons, rosters and accounts, and of the record of everything."""

from __future__ import annotations

from django.urls import path

from zhenggai.office.views import accounts, persons, rosters, units

urlpatterns = [
    path("", units.people, name="people"),
    path("units/add/", units.add, name="unit_add"),
    path("units/<int:unit_id>/", units.unit, name="unit"),
    path("units/<int:unit_id>/edit/", units.edit, name="unit_edit"),
    path("units/<int:unit_id>/people/add/", persons.add, name="person_add"),
    path("persons/<int:person_id>/", persons.person, name="person"),
    path("persons/<int:person_id>/edit/", persons.edit, name="person_edit"),
    path("persons/<int:person_id>/posts/add/", persons.add_a_post, name="post_add"),
    path("posts/<int:post_id>/edit/", persons.edit_post, name="post_edit"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/add/", accounts.add, name="account_add"),
    path("accounts/<int:account_id>/", accounts.assign, name="account_assign"),
    path("accounts/<int:account_id>/close/", accounts.close, name="account_close"),
    path("accounts/<int:account_id>/reopen/", accounts.reopen, name="account_reopen"),
    path("trail/", accounts.trail, name="trail"),
    path("names/", units.names, name="unit_names"),
    path("types/", units.kinds, name="unit_kinds"),
    path("types/<int:type_id>/", units.rename_kind, name="unit_kind_rename"),
    path("rosters/", rosters.rosters, name="rosters"),
    path("rosters/<int:roster_id>/", rosters.roster, name="roster"),
    path("rosters/<int:roster_id>/accept/", rosters.accept, name="roster_accept"),
    path("roster-template.xlsx", rosters.template, name="roster_template"),
]
