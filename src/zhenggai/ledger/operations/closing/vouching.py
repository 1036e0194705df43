"""Saying which sum a voucher shows, so that vouchers can be added up."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from zhenggai.chain.canonical import decimal_text
from zhenggai.domain.rights import Actor, demand
from zhenggai.domain.roles import Act
from zhenggai.domain.visiting import demand_voucher
from zhenggai.ledger.closing_models import Voucher
from zhenggai.ledger.operations.closing.holding import ClosingChanged
from zhenggai.ledger.operations.evidence.holding import hold_unsigned, own_evidence, tell_evidence


def state_voucher(*, evidence_id: int, number: str, amount: Decimal, actor: Actor, at: datetime) -> None:
    """Keep number and sum of a voucher, in yuan; what is stated later takes the place of what was before.

    :raises NotAllowed: unless the actor may change the evidence.
    :raises TaskClosed: where a task that is over rests on it.
    :raises CannotClose: where the evidence is no voucher, or number or sum make no sense.
    :raises ClosingChanged: where another voucher of the round has the number: one voucher proves one payment.
    """
    demand(actor, Act.ATTACH)
    evidence = own_evidence(evidence_id, actor=actor)
    demand_voucher(kind=evidence.kind, number=number, amount=amount, withdrawn=evidence.withdrawn_at is not None)
    facts: dict[str, object] = {"voucher_number": number.strip(), "voucher_amount": decimal_text(amount)}
    try:
        with transaction.atomic(durable=True):
            hold_unsigned(evidence)
            before = Voucher.objects.filter(evidence=evidence).first()
            known: dict[str, object] = (
                {"voucher_number": before.number, "voucher_amount": before.amount} if before else {}
            )
            Voucher.objects.update_or_create(
                evidence=evidence,
                defaults={
                    "cycle_id": evidence.cycle_id,
                    "number": number.strip(),
                    "amount": decimal_text(amount),
                    "at": at,
                    "by": actor.name,
                },
            )
            tell_evidence(evidence, actor=actor, verb="closing.voucher", before=known, after=facts, at=at)
    except IntegrityError as clash:
        raise ClosingChanged("凭证号 $number 已用在另一张凭证上，请核对。", number=number.strip()) from clash
