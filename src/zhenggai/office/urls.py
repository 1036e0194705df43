"""Addresses of the staff pages."""

from __future__ import annotations

from django.urls import include, path

from zhenggai.office.views import account, cycles, dashboard, drafts, imports, ledger, problems

urlpatterns = [
    path("", cycles.home, name="home"),
    path("", include("zhenggai.office.door.urls")),
    path("about/", account.about, name="about"),
    path("imports/", imports.imports, name="imports"),
    path("imports/upload/", imports.upload, name="upload"),
    path("imports/<int:draft_id>/", drafts.draft, name="draft"),
    path("imports/<int:draft_id>/undo/", drafts.undo, name="draft_undo"),
    path("imports/<int:draft_id>/redo/", drafts.redo, name="draft_redo"),
    path("imports/<int:draft_id>/discard/", drafts.discard, name="draft_discard"),
    path("imports/<int:draft_id>/read/", drafts.read_again, name="draft_read"),
    path("imports/<int:draft_id>/accept/", drafts.accept, name="draft_accept"),
    path("imports/<int:draft_id>/mend/<slug:step>/", drafts.mend, name="draft_mend"),
    path("people/", include("zhenggai.office.people_urls")),
    path("cycles/", cycles.cycles, name="cycles"),
    path("cycles/<int:cycle_id>/", dashboard.dashboard, name="dashboard"),
    path("cycles/<int:cycle_id>/charts/<slug:name>.svg", dashboard.chart, name="chart"),
    path("cycles/<int:cycle_id>/journal/", cycles.journal, name="journal"),
    path("cycles/<int:cycle_id>/ledger/", ledger.ledger, name="ledger"),
    path("cycles/<int:cycle_id>/ledger/density/", ledger.density, name="ledger_density"),
    path("cycles/<int:cycle_id>/ledger.xlsx", ledger.export, name="ledger_export"),
    path("cycles/<int:cycle_id>/problems/<int:problem_id>/", problems.problem, name="problem"),
]
