"""All rules over one ledger: whatever it holds they come to an end, and its order changes nothing that they find."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_examples import (
    a_closing,
    a_figure,
    a_file,
    a_ledger,
    a_measure,
    a_piece,
    a_report,
    a_task,
    a_told,
    an_equation,
    an_institution,
    at,
    bare_view,
    found,
)
from ledger_pairs import PAIRS
from zhenggai.checking.on_ledger import LEDGER_RULES, PLACE_KINDS, SEVERITIES, run_rules
from zhenggai.domain.evidence import EVIDENCE_KINDS
from zhenggai.domain.quantities.amounts import amount_of
from zhenggai.domain.relations import EQUATIONS
from zhenggai.domain.rules import MEASURE_CLASSES
from zhenggai.domain.states import STATES

DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
WORDS = st.text(alphabet="召开会议巡查河道共12页，。《》的问题不到位\x00 ", max_size=20)
MARKS = st.integers(0, 2**64 - 1).map(lambda value: f"{value:016x}")
AMOUNTS = st.builds(
    amount_of, st.decimals(0, 10**6, places=2).map(str), st.sampled_from(["户", "万元", "%", "亩", "公顷", "百分点"])
)


@st.composite
def tasks(draw, id):
    pieces = [
        a_piece(draw(st.sampled_from(list(EVIDENCE_KINDS))), id=id * 10 + n, dated=draw(st.none() | DAYS))
        for n in range(draw(st.integers(0, 2)))
    ]
    report = a_report(day=draw(DAYS), claims_done=draw(st.booleans()), phase=draw(st.sampled_from(["", "during"])))
    measure = replace(
        a_measure(draw(st.sampled_from([*MEASURE_CLASSES, ""])), text=draw(WORDS), reports=(report,), id=id),
        evidence=tuple(pieces),
    )
    told = tuple(a_told(day, draw(WORDS), id=id * 100 + day) for day in range(1, draw(st.integers(1, 4))))
    view = bare_view(measure, state=draw(st.sampled_from(STATES)))
    return a_task(id, view=view, told=told, closings=(a_closing(digest_now=draw(st.sampled_from(["now", "other"]))),))


@st.composite
def ledgers(draw):
    mine = [draw(tasks(id)) for id in range(1, draw(st.integers(1, 4)) + 1)]
    figures = [
        replace(a_figure("1户", n, scope=draw(WORDS), until=draw(st.none() | DAYS)), amount=draw(AMOUNTS))
        for n in range(1, 5)
    ]
    kind = draw(st.sampled_from(sorted(EQUATIONS)))
    files = [
        a_file(
            n,
            tasks=(draw(st.integers(1, 5)),),
            kind=draw(st.sampled_from(list(EVIDENCE_KINDS))),
            coarse=draw(MARKS),
            words=draw(MARKS),
            dated=draw(st.none() | DAYS),
            description=draw(WORDS),
            running=draw(st.integers(0, 3)),
            taken_at=draw(st.none() | st.just(at(1))),
            latitude=draw(st.none() | st.floats(-90, 90)),
            longitude=draw(st.none() | st.floats(-180, 180)),
        )
        for n in range(1, 5)
    ]
    cards = [an_institution(n, name=draw(WORDS), effective_on=draw(st.none() | DAYS)) for n in (1, 2)]
    return a_ledger(
        *mine,
        **an_equation(kind, figures[0], *figures[1 : 1 + draw(st.integers(1, 3))]),
        evidence=tuple(files),
        institutions=tuple(cards),
        feedback=draw(st.none() | DAYS),
    )


@settings(max_examples=60, deadline=None)
@given(ledgers())
def test_whatever_a_ledger_holds_every_doubt_is_whole(facts):
    known = {task.id for task in facts.tasks} | {task for piece in facts.evidence for task in piece.task_ids}
    for rule, finding in run_rules(facts):
        assert (finding.severity or rule.severity) in SEVERITIES
        assert finding.message
        assert finding.places
        assert all(place.kind in PLACE_KINDS for place in finding.places)
        assert finding.task_id is None or finding.task_id in known


@settings(max_examples=40, deadline=None)
@given(ledgers(), st.randoms(use_true_random=False))
def test_the_order_of_things_changes_nothing_that_is_found(facts, random):
    def shuffled(things):
        return tuple(random.sample(things, len(things)))

    mixed = replace(
        facts,
        tasks=shuffled(facts.tasks),
        evidence=shuffled(facts.evidence),
        institutions=shuffled(facts.institutions),
    )

    def said(facts):
        return {(rule.id, finding.key, finding.severity) for rule, finding in run_rules(facts)}

    assert said(mixed) == said(facts)


@settings(max_examples=60, deadline=None)
@given(st.decimals(Decimal("0.01"), Decimal(10**6), places=2), st.sampled_from(["户", "万元", "亩", "%"]))
def test_a_figure_never_contradicts_itself(value, unit):
    same = tuple(replace(a_figure("1户", n), amount=amount_of(str(value), unit)) for n in (1, 2))

    for rule in ("ledger.figures_differ", "ledger.figures_slip", "ledger.scope_drift"):
        assert found(rule, a_ledger(figures=same)) == []
    assert found("ledger.equation", a_ledger(**an_equation("equal", *same))) == []


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_sum_of_its_parts_holds_and_one_more_does_not(one, other):
    def added(total):
        figures = [a_figure(f"{value}户", n, scope="") for n, value in enumerate((total, one, other), start=1)]
        return found("ledger.equation", a_ledger(**an_equation("sum", *figures)))

    assert not added(one + other)
    assert added(one + other + 1)


def test_everything_that_the_bad_examples_do_wrong_is_found_with_all_rules_on():
    for rule, pair in PAIRS.items():
        assert rule in {one.id for one, _ in run_rules(pair.bad_facts)}


def test_a_rule_that_is_off_is_silent_and_the_others_are_not():
    facts = PAIRS["ledger.broken_file"].bad_facts

    assert [rule.id for rule, _ in run_rules(facts)] == ["ledger.broken_file"]
    assert run_rules(facts, off={"ledger.broken_file"}) == ()
    assert len(LEDGER_RULES) == 25


def test_tomorrow_the_same_facts_are_the_same_doubts():
    """Doubts are known again by their facts, so that a day more does not open settled ones anew."""
    for pair in PAIRS.values():
        today = pair.bad_facts
        tomorrow = replace(today, today=today.today + timedelta(days=1), now=today.now + timedelta(days=1))
        keys = {(rule.id, finding.key) for rule, finding in run_rules(today)}
        assert keys <= {(rule.id, finding.key) for rule, finding in run_rules(tomorrow)}
