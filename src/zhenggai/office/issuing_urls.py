"""Addresses of reviewing, issuing, changing and accepting."""

from __future__ import annotations

from django.urls import URLPattern, path

from zhenggai.office.views import accepting, changing, issuing, reviewing

_PLAN = "cycles/<int:cycle_id>/plan/"
_REVIEW = f"{_PLAN}reviews/<int:review_id>/"
_CHANGES = "cycles/<int:cycle_id>/changes/"
_TASK = "cycles/<int:cycle_id>/tasks/<int:task_id>/changes/"
_ACCEPTANCES = "cycles/<int:cycle_id>/acceptances/"

urlpatterns: list[URLPattern] = [
    path(_PLAN, issuing.plan, name="plan"),
    path(f"{_PLAN}issue/", issuing.issue, name="plan_issue"),
    path(f"{_PLAN}versions/<slug:key>/", issuing.version, name="plan_version"),
    path(f"{_PLAN}compare/", issuing.compare, name="plan_compare"),
    path(f"{_PLAN}reviews/open/", reviewing.open_round, name="review_open"),
    path(_REVIEW, reviewing.review, name="review"),
    path(f"{_REVIEW}answer/", reviewing.answer, name="review_answer"),
    path(f"{_REVIEW}close/", reviewing.close, name="review_close"),
    path(f"{_PLAN}opinions/<int:answer_id>/", reviewing.scan, name="review_scan"),
    path(_CHANGES, changing.requests, name="requests"),
    path(f"{_CHANGES}<int:request_id>/decide/", changing.decide, name="request_decide"),
    path(f"{_CHANGES}<int:request_id>/withdraw/", changing.withdraw, name="request_withdraw"),
    path(_TASK, changing.changes, name="task_changes"),
    path(f"{_TASK}<slug:wish>/", changing.ask, name="change_ask"),
    path(_ACCEPTANCES, accepting.acceptances, name="acceptances"),
    path(f"{_ACCEPTANCES}accept/", accepting.accept, name="acceptances_accept"),
    path(f"{_ACCEPTANCES}<int:acceptance_id>/refuse/", accepting.refuse, name="acceptance_refuse"),
    path(f"{_ACCEPTANCES}<int:acceptance_id>/insist/", accepting.insist, name="acceptance_insist"),
    path(f"{_ACCEPTANCES}<int:acceptance_id>/reassign/", accepting.reassign, name="acceptance_reassign"),
]
