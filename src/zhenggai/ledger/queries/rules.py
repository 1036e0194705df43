"""The registry of rules in a round: which are on, how strict they are, and how often they were right."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Count, Q

from zhenggai.checking.on_ledger.registry import LEDGER_RULES, LedgerRule, Threshold
from zhenggai.checking.registry import RULES, Rule
from zhenggai.domain.doubting import SOURCE_NAMES, STANDING, VERDICTS, share_of
from zhenggai.domain.rights import Actor, Thing, demand, may, refused
from zhenggai.domain.roles import Act
from zhenggai.ledger.doubting.storing import SEVERITY_OF
from zhenggai.ledger.doubting.switches import Switches, switches_from
from zhenggai.ledger.models import LedgerDoubt, RuleSwitch
from zhenggai.ledger.queries.doubts import look_row
from zhenggai.ledger.queries.rows import cycle_row
from zhenggai.ledger.shapes.doubts import RuleRow, RulesPage, SwitchRow, ThresholdRow
from zhenggai.ledger.standing import whole_cycle

Counts = dict[str, dict[str, int]]
SWITCH_NAMES = {"off": "停用", "on": "启用", "threshold": "调整阈值"}


def rules_page(*, cycle_id: int, actor: Actor) -> RulesPage:
    """Every rule of a round, in a constant number of queries.

    :raises NoSuchThing: where there is no such round.
    :raises NotAllowed: unless the actor sees the whole round.
    """
    demand(actor, Act.READ_CYCLE)
    if not whole_cycle(actor, cycle_id):
        raise refused(actor, Act.READ_CYCLE)
    cycle = cycle_row(cycle_id=cycle_id)
    rows = list(RuleSwitch.objects.filter(cycle_id=cycle_id).order_by("number"))
    switches, said, counts = switches_from(rows), _by_rule(rows), _counts(cycle_id)
    ledger = tuple(_ledger_row(rule, switches, said, counts) for rule in LEDGER_RULES)
    text = tuple(_text_row(rule, switches, said, counts) for rule in RULES if not rule.id.startswith("relation."))
    settled = sum(one.settled for one in (*ledger, *text))
    mistaken = sum(one.mistaken for one in (*ledger, *text))
    return RulesPage(
        cycle=cycle,
        ledger=ledger,
        text=text,
        off=sum(not one.on for one in (*ledger, *text)),
        settled=settled,
        mistaken=mistaken,
        share=share_of(mistaken, settled),
        look=look_row(cycle_id, actor),
        may_switch=may(actor, Act.PLAN, Thing(cycle_id=cycle_id)),
    )


def _counts(cycle_id: int) -> Counts:
    """What became of the doubts of each rule, in one query."""
    rows = LedgerDoubt.objects.filter(cycle_id=cycle_id).order_by().values("rule")
    verdicts = {name: Count("pk", filter=Q(settled=name)) for name in VERDICTS}
    counted = rows.annotate(standing=Count("pk", filter=Q(state__in=STANDING)), **verdicts)
    return {
        rule: dict(zip(("open", *VERDICTS), numbers, strict=True))
        for rule, *numbers in counted.values_list("rule", "standing", *VERDICTS)
    }


def _by_rule(rows: list[RuleSwitch]) -> dict[str, tuple[SwitchRow, ...]]:
    found: dict[str, list[SwitchRow]] = defaultdict(list)
    for row in reversed(rows):
        named = row.threshold
        if row.rule in LEDGER_RULES:
            titles = {one.name: one.title for one in LEDGER_RULES[row.rule].thresholds}
            named = titles.get(row.threshold, row.threshold)
        found[row.rule].append(SwitchRow(SWITCH_NAMES[row.what], named, row.before, row.after, row.why, row.by, row.at))
    return {rule: tuple(said) for rule, said in found.items()}


def _ledger_row(
    rule: LedgerRule, switches: Switches, said: dict[str, tuple[SwitchRow, ...]], counts: Counts
) -> RuleRow:
    return RuleRow(
        id=rule.id,
        number=switches.numbers.get(rule.id, 0),
        source=SOURCE_NAMES["ledger"],
        source_number=rule.source,
        severity=SEVERITY_OF[rule.severity],
        title=rule.title,
        explanation=rule.explanation,
        innocent=rule.innocent,
        slow=rule.slow,
        on=rule.id not in switches.off,
        thresholds=tuple(_threshold(rule, one, switches) for one in rule.thresholds),
        switches=said.get(rule.id, ()),
        **(found := _numbers(rule.id, counts)),
        share=_share(found),
    )


def _text_row(rule: Rule, switches: Switches, said: dict[str, tuple[SwitchRow, ...]], counts: Counts) -> RuleRow:
    return RuleRow(
        id=rule.id,
        number=switches.numbers.get(rule.id, 0),
        source=SOURCE_NAMES["text"],
        source_number=rule.source,
        severity=rule.severity,
        title=rule.title,
        explanation=rule.explanation,
        innocent="",
        slow=False,
        on=rule.id not in switches.off,
        thresholds=(),
        switches=said.get(rule.id, ()),
        **(found := _numbers(rule.id, counts)),
        share=_share(found),
    )


def _numbers(rule: str, counts: Counts) -> dict[str, int]:
    return counts.get(rule, dict.fromkeys(("open", *VERDICTS), 0))


def _share(found: dict[str, int]) -> int | None:
    return share_of(found["mistaken"], sum(found[name] for name in VERDICTS))


def _threshold(rule: LedgerRule, one: Threshold, switches: Switches) -> ThresholdRow:
    value = switches.value(rule, one)
    return ThresholdRow(one.name, one.title, one.unit, str(value), str(one.preset), str(one.least), str(one.most))
