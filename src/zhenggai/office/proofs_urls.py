"""Addresses of proofs."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhenggai.office.views import as_of, proofs

urlpatterns: list[URLPattern | URLResolver] = [
    path("proofs/", proofs.proofs, name="proofs"),
    path("proofs/checkpoint/", proofs.checkpoint, name="proofs_checkpoint"),
    path("proofs/key/", proofs.key, name="proofs_key"),
    path("proofs/verify/", proofs.verify, name="proofs_verify"),
    path("proofs/entry/", proofs.entry, name="proofs_entry"),
    path("proofs/check/", proofs.check, name="proofs_check"),
    path("cycles/<int:cycle_id>/journal/<int:sequence>/proof/", proofs.cycle_entry, name="entry_proof"),
    path("cycles/<int:cycle_id>/journal/arrived/<int:entry_id>/proof/", proofs.arrived_entry, name="arrived_proof"),
    path("cycles/<int:cycle_id>/as-of/", as_of.ledger, name="as_of"),
    path("cycles/<int:cycle_id>/as-of/tasks/<int:task_id>/", as_of.task, name="as_of_task"),
]
