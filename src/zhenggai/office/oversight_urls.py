"""Addresses of meetings and institutions."""

from __future__ import annotations

from django.urls import URLPattern, path

from zhenggai.office.views import institutions, meetings

MEETINGS = "cycles/<int:cycle_id>/meetings/"
MEETING = f"{MEETINGS}<int:meeting_id>/"
INSTITUTIONS = "cycles/<int:cycle_id>/institutions/"
INSTITUTION = f"{INSTITUTIONS}<int:institution_id>/"

urlpatterns: list[URLPattern] = [
    path(MEETINGS, meetings.meetings, name="meetings"),
    path(f"{MEETINGS}add/", meetings.add, name="meeting_add"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}change/", meetings.change, name="meeting_change"),
    path(f"{MEETING}withdraw/", meetings.withdraw, name="meeting_withdraw"),
    path(f"{MEETING}file/", meetings.file, name="meeting_file"),
    path(f"{MEETING}minutes/", meetings.minutes, name="meeting_minutes"),
    path(f"{MEETING}links/", meetings.links, name="meeting_links"),
    path(f"{MEETING}decisions/add/", meetings.decide, name="decision_add"),
    path(f"{MEETING}decisions/<int:decision_id>/settle/", meetings.settle, name="decision_settle"),
    path(f"{MEETING}decisions/<int:decision_id>/task/", meetings.make_task, name="decision_task"),
    path(INSTITUTIONS, institutions.institutions, name="institutions"),
    path(f"{INSTITUTIONS}add/", institutions.add, name="institution_add"),
    path(INSTITUTION, institutions.institution, name="institution"),
    path(f"{INSTITUTION}change/", institutions.change, name="institution_change"),
    path(f"{INSTITUTION}issue/", institutions.issue, name="institution_issue"),
    path(f"{INSTITUTION}review/", institutions.review, name="institution_review"),
    path(f"{INSTITUTION}abolish/", institutions.abolish, name="institution_abolish"),
    path(f"{INSTITUTION}file/", institutions.file, name="institution_file"),
    path(f"{INSTITUTION}paper/", institutions.paper, name="institution_paper"),
    path(f"{INSTITUTION}links/", institutions.links, name="institution_links"),
]
