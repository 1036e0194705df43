"""Addresses of closing."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhenggai.office.views import closing, closing_rules, closings, signing, visiting

CYCLE = "cycles/<int:cycle_id>"
TASK = f"{CYCLE}/tasks/<int:task_id>"
ONE = f"{TASK}/closing/<int:closing_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{CYCLE}/settings/closing/", closing_rules.settings, name="closing_settings"),
    path(f"{CYCLE}/closings/", closings.closings, name="closings"),
    path(f"{CYCLE}/closings/rates/", closings.rates, name="rates"),
    path(f"{CYCLE}/closings/samples/", closings.samples, name="samples"),
    path(f"{CYCLE}/closings/samples/draw/", closings.draw, name="sample_draw"),
    path(f"{CYCLE}/closings/samples/<int:sample_id>/", closings.sample, name="sample"),
    path(f"{CYCLE}/closings/signing/", signing.signing, name="signing"),
    path(f"{CYCLE}/closings/meeting/", signing.meeting, name="meeting_list"),
    path(f"{CYCLE}/closings/meeting/decide/", signing.decide, name="meeting_list_decide"),
    path(f"{TASK}/closing/", closing.tab, name="task_closing"),
    path(f"{TASK}/closing/apply/", closing.apply, name="closing_apply"),
    path(f"{TASK}/closing/long-term/", closing.ask_long_term, name="closing_long_term"),
    path(f"{TASK}/closing/not-applicable/", closing.ask_not_applicable, name="closing_not_applicable"),
    path(f"{TASK}/closing/reopen/", closing.reopen, name="task_reopen"),
    path(f"{TASK}/closing/settle/", closing.settle, name="task_settle"),
    path(f"{TASK}/closing/point/", closing.point, name="task_point"),
    path(f"{TASK}/closing/call/", closing.call, name="call_add"),
    path(f"{TASK}/closing/voucher/", closing.voucher, name="voucher_state"),
    path(f"{TASK}/closing/visit/", visiting.visit, name="visit_add"),
    path(f"{TASK}/closing/stages/<int:stage_id>/", closing.accept_stage, name="stage_accept"),
    path(f"{ONE}/withdraw/", closing.withdraw, name="closing_withdraw"),
    path(f"{ONE}/return/", closing.send_back, name="closing_return"),
    path(f"{ONE}/decide/", closing.decide_long_term, name="closing_decide"),
    path(f"{ONE}/release/", closing.release, name="closing_release"),
    path(f"{ONE}/sign/", signing.sign, name="closing_sign"),
]
