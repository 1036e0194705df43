"""The auditor's page: checkpoints, proofs, and whether anything was altered."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhenggai.domain.refusals import NoSuchThing, NotAllowed, Refusal
from zhenggai.domain.roles import Act
from zhenggai.ledger import auditing
from zhenggai.ledger.auditing import Verdict
from zhenggai.office.access import staff
from zhenggai.office.forms.pages import number_in
from zhenggai.office.forms.proofs import EntryForm, KeptForm, ProofForm
from zhenggai.office.paths import place
from zhenggai.ui.middleware import StaffRequest
from zhenggai.ui.words import sentence_of

Rest = ParamSpec("Rest")
Asked = Callable[Concatenate[StaffRequest, Rest], HttpResponseBase]


def told(view: Asked[Rest]) -> Asked[Rest]:
    """Say on the page why something could not be done."""

    @wraps(view)
    def answered(request: StaffRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except (NotAllowed, NoSuchThing):
            raise
        except Refusal as refusal:
            messages.warning(request, sentence_of(refusal))
            return redirect("proofs")

    return answered


@require_safe
@staff(Act.READ_JOURNAL)
def proofs(request: StaffRequest) -> HttpResponse:
    """Show the newest checkpoints, the public key, and what can be checked here."""
    return _page(request)


@require_POST
@staff(Act.READ_JOURNAL)
@told
def checkpoint(request: StaffRequest) -> HttpResponse:
    """Seal, and hand out the checkpoint."""
    sealed = auditing.hand_out_checkpoint(actor=request.actor, at=now())
    return _file(sealed.note.encode("utf-8"), f"checkpoint-{sealed.size}.txt", "text/plain; charset=utf-8")


@require_safe
@staff(Act.READ_JOURNAL)
def key(request: StaffRequest) -> HttpResponse:
    """Hand out the public key."""
    page = auditing.proofs_page(actor=request.actor)
    return _file((page.key + "\n").encode("utf-8"), "zhenggai-key.txt", "text/plain; charset=utf-8")


@require_POST
@staff(Act.READ_JOURNAL)
@told
def verify(request: StaffRequest) -> HttpResponse:
    """Verify everything, also against an uploaded checkpoint."""
    form = KeptForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, kept=form, status=422)
    kept = form.cleaned_data["kept"]
    return _page(request, verdict=auditing.check_home(actor=request.actor, kept=kept), against=kept is not None)


@require_POST
@staff(Act.READ_JOURNAL)
@told
def entry(request: StaffRequest) -> HttpResponse:
    """Hand out the proof of an entry."""
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _page(request, entry=form, status=422)
    number = form.cleaned_data["number"]
    proof = auditing.prove_trail_entry(sequence=number, actor=request.actor, at=now())
    return _file(proof, f"proof-{number}.json", "application/json")


@require_POST
@staff(Act.READ_JOURNAL)
def check(request: StaffRequest) -> HttpResponse:
    """Check an uploaded proof."""
    form = ProofForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, proof=form, status=422)
    return _page(request, verdict=auditing.check_proof(actor=request.actor, data=form.cleaned_data["proof"].read()))


@require_POST
@staff(Act.READ_CYCLE)
def cycle_entry(request: StaffRequest, cycle_id: int, sequence: int) -> HttpResponse:
    """Hand out the proof of an entry in the record of a round."""
    proof = auditing.prove_cycle_entry(cycle_id=cycle_id, sequence=sequence, actor=request.actor, at=now())
    return _file(proof, f"proof-{sequence}.json", "application/json")


@require_POST
@staff(Act.READ_CYCLE)
def arrived_entry(request: StaffRequest, cycle_id: int, entry_id: int) -> HttpResponse:
    """Hand out the proof of an entry that came with the round from another home."""
    number, proof = auditing.prove_arrived_entry(cycle_id=cycle_id, entry_id=entry_id, actor=request.actor)
    return _file(proof, f"proof-{number}.json", "application/json")


def _page(request: StaffRequest, *, status: int = 200, verdict: Verdict | None = None, **facts: object) -> HttpResponse:
    said = sentence_of(verdict.fault) if verdict and verdict.fault else ""
    page = auditing.proofs_page(actor=request.actor, before=number_in(request.GET, "before"))
    forms = {"kept": KeptForm(), "entry": EntryForm(), "proof": ProofForm()}
    shown = {"here": "proofs", "path": place(_("存证")), "page": page, "verdict": verdict, "said": said}
    return render(request, "office/proofs.html", {**shown, **forms, **facts}, status=status)


def _file(data: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
