from datetime import timedelta

import pytest

from closing_examples import RULES, a_measure, a_piece, a_report, a_view
from people import LI, NOON, SUN, WANG, ZHAO
from zhenggai.chain.canonical import canonical_text
from zhenggai.domain.rights import Actor, Office, Thing
from zhenggai.domain.roles import Role
from zhenggai.domain.signing import (
    CannotSign,
    Signed,
    content_of,
    demand_signature,
    next_step,
    signing_office,
    standing_of,
)

WATER = 11
HEAD = Actor(id=21, name="马东", role=Role.UNIT_HEAD, unit_id=WATER)
GROUP = Actor(id=22, name="周建平", role=Role.GROUP_HEAD)
THING = Thing(cycle_id=1, lead_unit=WATER, units=frozenset({WATER}), leader="李建国")
SIGNERS = {"unit": HEAD, "leader": LI, "supervisor": SUN, "office": WANG, "group": GROUP}


def signed(*steps, digest="d", by=None):
    return [
        Signed(step, (by or SIGNERS[step]).id, (by or SIGNERS[step]).name, digest, NOON + timedelta(minutes=place))
        for place, step in enumerate(steps)
    ]


def standing(*steps, digest="d"):
    return standing_of(signed(*steps), digest=digest, rules=RULES)


def test_the_steps_take_their_turns():
    for place, step in enumerate(RULES.chain):
        assert next_step(standing(*RULES.chain[:place])) == step
    assert next_step(standing(*RULES.chain)) is None


@pytest.mark.parametrize("step", RULES.chain)
def test_each_step_is_signed_by_its_own_signer(step):
    before = standing(*RULES.chain[: RULES.chain.index(step)])

    office = demand_signature(SIGNERS[step], step=step, thing=THING, standing=before, posts=())

    assert office.role is SIGNERS[step].role


@pytest.mark.parametrize("step", RULES.chain)
def test_nobody_signs_a_step_that_is_not_theirs(step):
    before = standing(*RULES.chain[: RULES.chain.index(step)])

    for other in {*SIGNERS.values(), ZHAO} - {SIGNERS[step]}:
        with pytest.raises(CannotSign):
            demand_signature(other, step=step, thing=THING, standing=before, posts=())


def test_a_leader_signs_only_what_they_lead_and_a_head_only_what_their_unit_leads():
    other = Thing(cycle_id=1, lead_unit=12, units=frozenset({12}), leader="程颖")

    assert signing_office(LI, "leader", other) is None
    assert signing_office(HEAD, "unit", other) is None


def test_nobody_signs_out_of_turn():
    with pytest.raises(CannotSign, match="现在轮到“单位自验”，不是“牵头领导签字”。"):
        demand_signature(LI, step="leader", thing=THING, standing=standing(), posts=())
    with pytest.raises(CannotSign, match="各方已经签完"):
        demand_signature(GROUP, step="group", thing=THING, standing=standing(*RULES.chain), posts=())


def test_nobody_signs_twice_in_one_chain_whatever_offices_they_hold():
    both = Actor(
        id=LI.id,
        name="李建国",
        role=Role.LEADER,
        offices=(Office(Role.LEADER, names=frozenset({"李建国"})), Office(Role.GROUP_HEAD)),
    )

    with pytest.raises(CannotSign, match="已经签过字"):
        demand_signature(
            both, step="group", thing=THING, standing=standing("unit", "leader", "supervisor", "office"), posts=()
        )


def test_a_verifier_with_a_post_in_the_unit_stands_back():
    with pytest.raises(CannotSign, match="县水利局副局长"):
        demand_signature(
            SUN, step="supervisor", thing=THING, standing=standing("unit", "leader"), posts=("县水利局副局长",)
        )


def test_nobody_of_the_unit_signs_for_the_leader():
    deputy = Actor(
        id=30,
        name="赵晓峰",
        role=Role.UNIT_CLERK,
        unit_id=WATER,
        offices=(
            Office(Role.UNIT_CLERK, own=frozenset({WATER}), units=frozenset({WATER})),
            Office(Role.LEADER, names=frozenset({"李建国"}), on_behalf="李建国"),
        ),
    )

    assert signing_office(deputy, "leader", THING) is None


def test_a_signature_lapses_when_what_was_signed_changes_and_stays_to_be_seen():
    found = standing("unit", "leader", digest="changed")

    assert next_step(found) == "unit"
    assert [one.by for step in found for one in step.lapsed] == ["马东", "李建国"]


def test_a_later_signature_falls_with_an_earlier_one():
    given = [*signed("unit", "leader", digest="old"), *signed("leader", digest="new")]

    assert next_step(standing_of(given, digest="new", rules=RULES)) == "unit"


def content(view=None, **facts):
    return canonical_text(content_of(view or a_view(), number=1, statement="属实", **facts))


@pytest.mark.parametrize(
    "changed",
    [
        a_view(a_measure(text="改开会了事")),
        a_view(a_measure(reports=(a_report(text="清理河道 13 公里。"),))),
        a_view(a_measure(reports=(a_report(), a_report(id=2)))),
        a_view(a_measure("inspection", a_piece(sha256="b" * 64))),
        a_view(a_measure("inspection", a_piece(document_number="1号"))),
        a_view(a_measure("inspection", a_piece(), a_piece(id=8, number="(一)1-1-002"))),
        a_view(rosters=()),
        a_view(number=2),
    ],
)
def test_what_is_signed_changes_with_everything_in_it(changed):
    assert content(changed) != content()


def test_what_is_signed_stays_while_others_sign_visit_and_settle():
    later = a_view(
        a_measure("inspection", a_piece(), a_piece("photo", id=9, of_visit=True)),
        visits=(),
        doubts=(),
        verifiers=(),
        drawn="",
        state="closing",
    )

    assert content(later) == content()
