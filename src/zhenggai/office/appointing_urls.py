"""Addresses of groups, appointments, delegations and handovers."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhenggai.office.views import appointing, delegations, groups, handovers

HANDOVER = "cycles/<int:cycle_id>/handovers/<int:handover_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("cycles/<int:cycle_id>/groups/", groups.groups, name="groups"),
    path("cycles/<int:cycle_id>/groups/make/", groups.make, name="groups_make"),
    path("cycles/<int:cycle_id>/groups/add/", groups.add, name="group_add"),
    path("cycles/<int:cycle_id>/groups/<int:group_id>/rename/", groups.rename, name="group_rename"),
    path("cycles/<int:cycle_id>/groups/<int:group_id>/seat/", appointing.seat, name="group_seat"),
    path("cycles/<int:cycle_id>/appointments/", appointing.appointments, name="appointments"),
    path("cycles/<int:cycle_id>/appointments/add/", appointing.add, name="appointment_add"),
    path("cycles/<int:cycle_id>/appointments/<int:appointment_id>/end/", appointing.end, name="appointment_end"),
    path("cycles/<int:cycle_id>/handovers/", handovers.handovers, name="handovers"),
    path("cycles/<int:cycle_id>/handovers/add/", handovers.add, name="handover_add"),
    path(HANDOVER, handovers.handover, name="handover"),
    path(f"{HANDOVER}name/", handovers.name, name="handover_name"),
    path(f"{HANDOVER}drop/", handovers.drop, name="handover_drop"),
    path(f"{HANDOVER}accept/", handovers.accept, name="handover_accept"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/add/", delegations.add, name="delegation_add"),
    path("delegations/<int:delegation_id>/end/", delegations.end, name="delegation_end"),
    path("people/accounts/<int:account_id>/person/", appointing.account_person, name="account_person"),
]
