"""Doubts on the ledger from the rows to the gate: found, explained, settled, gone, back, switched off."""

from __future__ import annotations

import pytest

from closing import a_ready_work
from people import NOON, WANG
from zhenggai.ledger.models import LedgerDoubt
from zhenggai.ledger.operations.doubting import look_again

pytestmark = pytest.mark.django_db


def test_looking() -> None:
    work = a_ready_work()

    look_again(cycle_id=work.cycle, actor=WANG, at=NOON)

    for row in LedgerDoubt.objects.all():
        assert row.rule
