"""Addresses of papers that are composed from the ledger."""

from __future__ import annotations

from django.urls import URLPattern, path

from zhenggai.office.views import layouts, papers

PAPERS = "cycles/<int:cycle_id>/papers/"
PAPER = f"{PAPERS}<int:paper_id>/"

urlpatterns: list[URLPattern] = [
    path(PAPERS, papers.papers, name="papers"),
    path(f"{PAPERS}compose/", papers.compose, name="paper_compose"),
    path(f"{PAPERS}layouts/", layouts.layouts, name="paper_layouts"),
    path(f"{PAPERS}layouts/add/", layouts.add, name="paper_layout_add"),
    path(f"{PAPERS}layouts/<int:layout_id>/file/", layouts.file, name="paper_layout_file"),
    path(f"{PAPERS}layouts/<int:layout_id>/retire/", layouts.retire, name="paper_layout_retire"),
    path(PAPER, papers.paper, name="paper"),
    path(f"{PAPER}passages/<int:passage_id>/", papers.edit, name="paper_edit"),
    path(f"{PAPER}passages/<int:passage_id>/refresh/", papers.refresh, name="paper_refresh"),
    path(f"{PAPER}return/", papers.give_back, name="paper_return"),
    path(f"{PAPER}sign/", papers.sign, name="paper_sign"),
    path(f"{PAPER}freeze/", papers.freeze, name="paper_freeze"),
    path(f"{PAPER}file.docx", papers.file, name="paper_file"),
    path(f"{PAPER}file.pdf", papers.pages, name="paper_pages"),
    path(f"{PAPER}versions/", papers.versions, name="paper_versions"),
]
