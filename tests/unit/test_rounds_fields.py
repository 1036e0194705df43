"""Every column of a round that may hold the number of something is known to whoever brings rounds in."""

from __future__ import annotations

from django.apps import apps
from django.db.models import AutoField, BigIntegerField, ForeignKey, TextField

from zhenggai.keeping.rounds.fields import ACCOUNTS, AS_WRITTEN, CHANGES
from zhenggai.keeping.rounds.filling import DERIVED, OWN
from zhenggai.keeping.rounds.reading import columns_of, tables_that_leave
from zhenggai.keeping.rounds.settling import SHARED
from zhenggai.people.models import Account

# Columns that were looked at and name nothing by its number: words, exact decimals, sizes, and JSON of such.
PLAIN = {
    "ledger.acceptance": "insisted by reason",
    "ledger.aspect": "label title",
    "ledger.callback": "said",
    "ledger.changerequest": "task_name before after reason asked_by decided_by answer",
    "ledger.closing": "statement why",
    "ledger.comment": "text",
    "ledger.cycle": "title inspector inspected adopted_by",
    "ledger.cyclerules": "changes",
    "ledger.doubt": "rule message",
    "ledger.doubtword": "why message",
    "ledger.draft": "name size format fault_pattern fault_facts report steps received_by",
    "ledger.evidence": "description uploaded_by withdrawn_by withdrawn_why",
    "ledger.evidenceuse": "linked_by ended_by",
    "ledger.extension": "reason late_reason why",
    "ledger.figure": "origin text value unit scope entered_by",
    "ledger.handover": "why_none",
    "ledger.handoveritem": "remark",
    "ledger.indicator": "baseline target",
    "ledger.ledgerdoubt": "message",
    "ledger.ledgersheet": "name size sheets mapping counts",
    "ledger.ledgersheetcells": "content",
    "ledger.measure": "marker text deliverable",
    "ledger.periodrow": "cited title kind_name",
    "ledger.planissue": "by",
    "ledger.planreview": "parties questions opened_by closed_by reason",
    "ledger.problem": "label title description parent responsible extra pieces",
    "ledger.progress": "done result effect next_step explanation percent percent_source reason",
    "ledger.promise": "text due_text",
    "ledger.promiseevent": "what evidence",
    "ledger.reconciliation": "reason",
    "ledger.recurrence": "why",
    "ledger.register": "columns mapping",
    "ledger.registerchange": "differences",
    "ledger.registercount": "column states",
    "ledger.registerimport": "name size sheets mapping preview counts received_by accepted_by",
    "ledger.registerrow": "cells",
    "ledger.registertotal": "amounts",
    "ledger.relation": "computed stated",
    "ledger.reopening": "what",
    "ledger.reportperiod": "sequence skipped totals units left checkpoint_size checkpoint_note",
    "ledger.reviewanswer": "answers remarks words by scan_name",
    "ledger.ruleswitch": "why",
    "ledger.sample": "by_lot by_risk",
    "ledger.sourcetext": "text",
    "ledger.stagedtarget": "target reached",
    "ledger.task": "target co_units standard deadline_text",
    "ledger.visit": "found",
    "ledger.voucher": "amount",
    "ledger.workbookfile": "path",
    "ledger.workbookreturn": "fault_pattern fault_facts counts",
    "oversight.composedpaper": "title withheld_why reason entry",
    "oversight.institution": "note review_note",
    "oversight.meeting": "topic attended absent withdrawn_why",
    "oversight.meetingdecision": "text outcome",
    "oversight.paper": "size",
    "oversight.paperlayout": "size",
    "oversight.reminder": "what",
    "people.appointment": "names why",
}


def test_every_column_that_may_hold_a_number_is_named():
    unknown = [
        f"{label}.{name}"
        for label in sorted(tables_that_leave() - DERIVED - OWN - SHARED)
        for name, column in columns_of(apps.get_model(label)).items()
        if not isinstance(column, ForeignKey | AutoField)
        and type(column) in (BigIntegerField, TextField)
        and name not in CHANGES.get(label, {})
        and name not in ACCOUNTS.get(label, {})
        and f"{label}.{name}" not in AS_WRITTEN
        and name not in PLAIN.get(label, "").split()
    ]

    assert unknown == [], "say in keeping/rounds/fields.py which number it holds, or here that it holds none"


def test_what_is_named_is_there():
    for label, columns in (*CHANGES.items(), *ACCOUNTS.items()):
        assert set(columns) <= set(columns_of(apps.get_model(label))), label
    for label, names in ACCOUNTS.items():
        assert set(names.values()) <= set(columns_of(apps.get_model(label))), label
    for named in AS_WRITTEN:
        label, _, name = named.rpartition(".")
        assert name in columns_of(apps.get_model(label))


def test_no_table_of_a_round_refers_to_an_account_by_a_key():
    referring = [
        f"{label}.{name}"
        for label in tables_that_leave()
        for name, column in columns_of(apps.get_model(label)).items()
        if isinstance(column, ForeignKey) and column.related_model is Account
    ]

    assert referring == []
