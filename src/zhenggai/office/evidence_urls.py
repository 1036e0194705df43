"""Addresses of evidence."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhenggai.office.views import evidence, evidence_files, uploads

TASK = "cycles/<int:cycle_id>/tasks/<int:task_id>/evidence/"
ONE = "cycles/<int:cycle_id>/evidence/<int:evidence_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(TASK, evidence.task, name="task_evidence"),
    path(f"{TASK}add/", uploads.add, name="evidence_add"),
    path(f"{TASK}uploads/", uploads.begin, name="upload_begin"),
    path(f"{TASK}uploads/<slug:upload_key>/finish/", uploads.finish, name="upload_finish"),
    path(f"{TASK}uploads/<slug:upload_key>/drop/", uploads.drop, name="upload_drop"),
    path("cycles/<int:cycle_id>/uploads/<slug:upload_key>/", uploads.piece, name="upload_piece"),
    path("cycles/<int:cycle_id>/evidence/", evidence.catalogue, name="evidence_list"),
    path(ONE, evidence.evidence, name="evidence"),
    path(f"{ONE}file/", evidence_files.file, name="evidence_file"),
    path(f"{ONE}thumb/", evidence_files.thumb, name="evidence_thumb"),
    path(f"{ONE}preview/", evidence_files.preview, name="evidence_preview"),
    path(f"{ONE}preview/<int:number>/", evidence_files.page_picture, name="evidence_preview_page"),
    path(f"{ONE}describe/", evidence.describe, name="evidence_describe"),
    path(f"{ONE}link/", evidence.link, name="evidence_link"),
    path(f"{ONE}unlink/", evidence.unlink, name="evidence_unlink"),
    path(f"{ONE}withdraw/", evidence.withdraw, name="evidence_withdraw"),
]
