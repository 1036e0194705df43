"""Which tables `verify` compares with the journal's last word; each of the others is named here with its reason."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import Model
from django.utils.translation import override, pgettext

from zhenggai.journal.tables import TableKind, columns_of
from zhenggai.journal.telling import kinds

# Tables that no entry tells of, and why somebody who changes them past the journal gains nothing, or is found otherwise.
NOT_TOLD = {
    "people.Roster": "nothing of it holds until it is accepted, and then every person and unit has an entry",
    "ledger.TaskUnit": "follows from the names of units in tasks and measures, which are told",
    "ledger.Doubt": "follows from the text of the report and the figures",
    "ledger.LedgerLook": "how far rules have looked; when lost, they look again",
    "ledger.TaskReadiness": "worked out anew at any time",
    "ledger.KeptCounts": "counted anew at any time; decision 0023",
    "ledger.EvidenceMark": "follows from the files",
    "ledger.Upload": "a file on its way",
    "ledger.ProgressDraft": "scratch paper of one person",
    "ledger.Mention": "whom a comment calls follows from its text",
    "ledger.RegisterStage": "cells on their way into a preview",
    "ledger.RegisterChange": "what differs between two workbooks, whose digests and rows are told",
    "ledger.RegisterTotal": "sums of the rows, which are told",
    "ledger.Arrival": "compared with its own entry and proofs (ledger.arrivals_verifying)",
    "ledger.ArrivedNumber": "compared with its own entry and proofs (ledger.arrivals_verifying)",
    "ledger.ArrivedEntry": "compared with its own entry and proofs (ledger.arrivals_verifying)",
    "oversight.PaperFigures": "worked out anew at any time",
    "ledger.ReportPeriod": "compared with its own entry and digest (ledger.periods.verifying)",
    "ledger.PeriodRow": "compared with its own entry and digest (ledger.periods.verifying)",
    "ledger.WorkbookExport": "what went out; what comes back is entered by entries of its own",
    "ledger.WorkbookBase": "what went out; what comes back is entered by entries of its own",
    "ledger.WorkbookReturn": "nothing of it holds until it is accepted, and then by entries of its own",
    "ledger.WorkbookTaken": "nothing of it holds until it is accepted, and then by entries of its own",
    "ledger.WorkbookFile": "its file is compared by its digest, which its entry names",
    "ledger.LedgerSheet": "nothing of it holds until it is accepted, and then by entries of its own",
    "ledger.LedgerSheetCells": "nothing of it holds until it is accepted, and then by entries of its own",
    "oversight.Digest": "whether a mail of reminders went out; the entry says so",
}
# Columns of told tables that are not told; counts, ranks and versions never are.
LEFT_OUT = {
    "people.Account": {"password", "last_login", "mail"},
    "people.Person": {"phone"},
    "ledger.LedgerDoubt": {
        "severity", "rank", "message", "places", "state", "was", "gone_why", "found_at", "gone_at", "returns", "counted",
    },
    "ledger.Promise": {"task_id"},
    "ledger.Indicator": {"task_id", "measure_id"},
    "ledger.Figure": {"task_id", "measure_id", "position"},
    "ledger.Register": {"task_id"},
    "ledger.Relation": {"task_id", "holds", "computed"},
}  # fmt: skip


def ours() -> Iterator[type[Model]]:
    for room in ("people", "ledger", "oversight"):
        yield from apps.get_app_config(room).get_models()


def told() -> dict[type[Model], set[str]]:
    """The columns that are told of each table; where the kind writes its own, all of them."""
    found: dict[type[Model], set[str]] = {}
    for kind in kinds().values():
        if not isinstance(kind, TableKind):
            found.update({model: {field.attname for field in model._meta.concrete_fields} for model in kind.models})
            continue
        found.setdefault(kind.model, set()).update(columns_of(kind.model, kind.left_out))
        for part in kind.parts:
            found.setdefault(part.model, set()).update({*columns_of(part.model, part.left_out), part.via})
    return found


@pytest.mark.parametrize("model", [*ours()], ids=lambda model: model._meta.label)
def test_every_table_is_compared_with_the_journal_or_says_why_not(model: type[Model]) -> None:
    assert (model in told()) is not (model._meta.label in NOT_TOLD)


@pytest.mark.parametrize("model", sorted(told(), key=lambda model: model._meta.label), ids=lambda m: m._meta.label)
def test_no_column_is_forgotten(model: type[Model]) -> None:
    columns = {field.attname for field in model._meta.concrete_fields if not field.primary_key and not field.generated}

    left_out = {
        name for name in columns - told()[model] if not name.endswith(("_count", "_rank")) and name != "version"
    }

    assert left_out == LEFT_OUT.get(model._meta.label, set())


def test_no_reason_outlives_its_table() -> None:
    assert set(NOT_TOLD) <= {model._meta.label for model in ours()}


@pytest.mark.parametrize("label", sorted(kind.label for kind in kinds().values()))
def test_every_thing_has_a_name_in_english(label: str) -> None:
    with override("en"):
        assert pgettext("对象", label).isascii()
