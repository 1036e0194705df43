"""Addresses of figures, registers and scopes."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, path

from zhenggai.office.views import figures, register_files, registers, scopes

Address = tuple[str, Callable[..., HttpResponseBase], str]

_TASK = "cycles/<int:cycle_id>/tasks/<int:task_id>/"
_REGISTER = f"{_TASK}registers/<int:register_id>/"
_OF_REGISTER: tuple[Address, ...] = (
    ("", registers.register, "register"),
    ("count/", registers.count, "register_count"),
    ("upload/", register_files.upload, "register_upload"),
    ("imports/<int:import_id>/", register_files.mapping, "register_import"),
    ("imports/<int:import_id>/map/", register_files.save, "register_map"),
    ("imports/<int:import_id>/accept/", register_files.accept, "register_accept"),
    ("imports/<int:import_id>/drop/", register_files.drop, "register_drop"),
    ("imports/<int:import_id>/changes/", registers.changes, "register_changes"),
)
_OF_TASK: tuple[Address, ...] = (
    ("figures/", figures.task_figures, "task_figures"),
    ("figures/add/", figures.add, "figure_add"),
    ("figures/<int:figure_id>/correct/", figures.correct, "figure_correct"),
    ("relations/add/", figures.relate, "relation_add"),
    ("relations/<int:relation_id>/drop/", figures.drop_relation, "relation_drop"),
    ("indicators/add/", figures.indicate, "indicator_add"),
    ("indicators/<int:indicator_id>/read/", figures.read, "reading_add"),
    ("indicators/<int:indicator_id>.svg", figures.chart, "indicator_chart"),
    ("registers/add/", figures.open_register, "register_add"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("cycles/<int:cycle_id>/figures/", figures.cycle, name="figures"),
    *(path(f"{_TASK}{rest}", view, name=name) for rest, view, name in _OF_TASK),
    *(path(f"{_REGISTER}{rest}", view, name=name) for rest, view, name in _OF_REGISTER),
    path("scopes/", scopes.scopes, name="scopes"),
    path("scopes/add/", scopes.add, name="scope_add"),
    path("scopes/<int:term_id>/", scopes.change, name="scope_change"),
]
