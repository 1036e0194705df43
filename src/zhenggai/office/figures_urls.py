"""Addresses of figures, registers and scopes."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from zhenggai.office.views import figures, register_files, registers, scopes

_REGISTER: list[URLPattern | URLResolver] = [
    path("", registers.register, name="register"),
    path("count/", registers.count, name="register_count"),
    path("upload/", register_files.upload, name="register_upload"),
    path("imports/<int:import_id>/", register_files.mapping, name="register_import"),
    path("imports/<int:import_id>/map/", register_files.save, name="register_map"),
    path("imports/<int:import_id>/accept/", register_files.accept, name="register_accept"),
    path("imports/<int:import_id>/drop/", register_files.drop, name="register_drop"),
    path("imports/<int:import_id>/changes/", registers.changes, name="register_changes"),
]
_TASK: list[URLPattern | URLResolver] = [
    path("figures/", figures.task_figures, name="task_figures"),
    path("figures/add/", figures.add, name="figure_add"),
    path("figures/<int:figure_id>/correct/", figures.correct, name="figure_correct"),
    path("relations/add/", figures.relate, name="relation_add"),
    path("relations/<int:relation_id>/drop/", figures.drop_relation, name="relation_drop"),
    path("indicators/add/", figures.indicate, name="indicator_add"),
    path("indicators/<int:indicator_id>/read/", figures.read, name="reading_add"),
    path("indicators/<int:indicator_id>.svg", figures.chart, name="indicator_chart"),
    path("registers/add/", figures.open_register, name="register_add"),
    path("registers/<int:register_id>/", include(_REGISTER)),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("cycles/<int:cycle_id>/figures/", figures.cycle, name="figures"),
    path("cycles/<int:cycle_id>/tasks/<int:task_id>/", include(_TASK)),
    path("scopes/", scopes.scopes, name="scopes"),
    path("scopes/add/", scopes.add, name="scope_add"),
    path("scopes/<int:term_id>/", scopes.change, name="scope_change"),
]
