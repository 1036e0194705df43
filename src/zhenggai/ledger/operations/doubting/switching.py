"""Setting the rules of a round: switching one off or on, and how strict it is, each with reasons that everybody reads."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from zhenggai.checking.on_ledger.registry import LEDGER_RULES, LedgerRule
from zhenggai.checking.registry import RULES
from zhenggai.domain.doubting import CannotSettle, demand_reasons
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, Thing, acting
from zhenggai.domain.roles import Act
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt, known_as
from zhenggai.ledger.doubting.storing import let_go
from zhenggai.ledger.doubting.switches import Switches, switches_of, value_of
from zhenggai.ledger.models import Cycle, LedgerDoubt, RuleSwitch


class RuleChanged(Refusal):
    """Somebody else set the rule since it was looked at."""


def switch_rule(*, cycle_id: int, rule: str, number: int, on: bool, why: str, actor: Actor, at: datetime) -> None:
    """Switch a rule off or on in a round; `number` counts the changes that somebody saw of it.

    What a rule has found goes with it and comes back with it.

    :raises NotAllowed: unless the actor plans.
    :raises NoSuchThing: where there is no such round or rule.
    :raises CannotSettle: without reasons, or where it is so already.
    :raises RuleChanged: where somebody else came first.
    """
    actor = acting(actor, Act.PLAN, Thing(cycle_id=cycle_id))
    said = demand_reasons(why)
    with transaction.atomic(durable=True):
        now = _switches(cycle_id)
        title = _demand_rule(rule)
        if (rule not in now.off) == on:
            raise CannotSettle("规则“$title”已经是这样。", title=title, field="")
        _keep(cycle_id, rule, number, now, what="on" if on else "off", why=said, actor=actor, at=at)
        if not on:
            let_go(LedgerDoubt.objects.filter(cycle_id=cycle_id, rule=rule), why="off", at=at)
        _tell(
            cycle_id,
            "doubt.switch_on" if on else "doubt.switch_off",
            {"doubt_rule": title},
            {"doubt_rule": title},
            why=said,
            actor=actor,
            at=at,
        )


def set_threshold(
    *, cycle_id: int, rule: str, number: int, name: str, value: str, why: str, actor: Actor, at: datetime
) -> None:
    """Set how strict a rule is in a round; `number` counts the changes that somebody saw of it.

    :raises NotAllowed: unless the actor plans.
    :raises NoSuchThing: where there is no such round or rule.
    :raises WrongThreshold: where the rule has none of that name, or the value makes no sense.
    :raises CannotSettle: without reasons, or where it is so already.
    :raises RuleChanged: where somebody else came first.
    """
    actor = acting(actor, Act.PLAN, Thing(cycle_id=cycle_id))
    said = demand_reasons(why)
    with transaction.atomic(durable=True):
        now, found = _switches(cycle_id), _ledger_rule(rule)
        threshold, wanted = found.threshold(name), _number(value)
        before, after = str(now.value(found, threshold)), str(threshold.demand(wanted))
        if before == after:
            raise CannotSettle("“$title”已经是 $value。", title=threshold.title, value=after, field="value")
        what = {"what": "threshold", "threshold": name, "before": before, "after": after}
        _keep(cycle_id, rule, number, now, why=said, actor=actor, at=at, **what)
        about: dict[str, object] = {"doubt_rule": found.title, "threshold": threshold.title}
        _tell(
            cycle_id,
            "doubt.threshold",
            {**about, "threshold_value": before},
            {**about, "threshold_value": after},
            why=said,
            actor=actor,
            at=at,
        )


def _switches(cycle_id: int) -> Switches:
    if not Cycle.objects.filter(pk=cycle_id).exists():
        raise NoSuchThing("没有编号为 $id 的整改轮次。", id=cycle_id)
    return switches_of(cycle_id=cycle_id)


def _ledger_rule(rule: str) -> LedgerRule:
    if rule not in LEDGER_RULES:
        raise NoSuchThing("没有这条规则：$rule。", rule=rule)
    return LEDGER_RULES[rule]


def _demand_rule(rule: str) -> str:
    """The title of a rule of the ledger or of documents."""
    if rule in LEDGER_RULES:
        return LEDGER_RULES[rule].title
    found = next((one for one in RULES if one.id == rule), None)
    if found is None:
        raise NoSuchThing("没有这条规则：$rule。", rule=rule)
    return found.title


def _number(value: str) -> Decimal:
    found = value_of(value)
    if found is None:
        raise CannotSettle("阈值要填一个数。", field="value")
    return found


def _keep(
    cycle_id: int, rule: str, number: int, now: Switches, *, why: str, actor: Actor, at: datetime, **what: str
) -> None:
    if number != now.numbers.get(rule, 0):
        raise _changed(cycle_id, rule)
    try:
        with transaction.atomic():
            RuleSwitch.objects.create(
                cycle_id=cycle_id,
                rule=rule,
                number=number + 1,
                why=why,
                at=at,
                by=known_as(actor),
                by_id=actor.id,
                **what,
            )
    except IntegrityError as clash:
        raise _changed(cycle_id, rule) from clash


def _changed(cycle_id: int, rule: str) -> RuleChanged:
    last = RuleSwitch.objects.filter(cycle_id=cycle_id, rule=rule).order_by("-number").first()
    return RuleChanged("这条规则已由 $who 改过。请刷新后再办。", who=last.by if last else "")


def _tell(
    cycle_id: int,
    verb: str,
    before: dict[str, object],
    after: dict[str, object],
    *,
    why: str,
    actor: Actor,
    at: datetime,
) -> None:
    journal.append(
        actor=actor,
        verb=verb,
        subject=Subject("cycle", cycle_id),
        before=before,
        after=after,
        why=why,
        at=at,
        salt=fresh_salt(),
        cycle=cycle_id,
    )
