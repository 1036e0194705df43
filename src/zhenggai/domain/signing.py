"""Signatures in order: whose turn it is, exactly what is signed, and when a signature lapses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from zhenggai.domain.closing_facts import ClosingView, MeasureFact
from zhenggai.domain.closing_rules import STEP_ROLES, STEPS, ClosingRules, Step
from zhenggai.domain.refusals import Refusal
from zhenggai.domain.rights import Actor, Office, Thing, of_own, offices_of, reaching_offices, stood_for
from zhenggai.domain.roles import Act


class CannotSign(Refusal):
    """A signature that cannot be given."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature as it was given: the step, by whom, and the digest of what they signed."""

    step: Step
    by_id: int
    by: str
    digest: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StepStanding:
    """A step of the chain: the signature that holds, and those before it that have lapsed."""

    step: Step
    name: str
    held: Signed | None
    lapsed: tuple[Signed, ...]


def standing_of(signatures: Iterable[Signed], *, digest: str, rules: ClosingRules) -> tuple[StepStanding, ...]:
    """How each step of the chain stands for what would be signed now; only what was signed for exactly that holds."""
    given = sorted(signatures, key=lambda one: one.at)
    found: list[StepStanding] = []
    holding = True
    for step in rules.chain:
        mine = [one for one in given if one.step == step]
        fitting = [one for one in mine if one.digest == digest]
        # A later step cannot hold where an earlier one does not.
        held = fitting[-1] if fitting and holding else None
        holding = held is not None
        found.append(StepStanding(step, STEPS[step], held, tuple(one for one in mine if one is not held)))
    return tuple(found)


def next_step(standing: Sequence[StepStanding]) -> Step | None:
    """The step whose turn it is; None when all have signed."""
    return next((one.step for one in standing if one.held is None), None)


def signing_office(actor: Actor, step: Step, thing: Thing) -> Office | None:
    """The office in which the actor may sign this step of this task; None where there is none.

    Nobody of the unit signs for somebody whose word is to be independent of it, and nobody verifies what they do for an empty post.
    """
    of_the_unit = step != "unit" and of_own(actor, thing)
    verifies_own_work = step == "supervisor" and thing.task in stood_for(actor)
    fitting = [
        office
        for office in reaching_offices(actor, Act.SIGN, thing)
        if office.role in STEP_ROLES[step] and not (office.on_behalf and of_the_unit) and not verifies_own_work
    ]
    return min(fitting, key=lambda office: bool(office.on_behalf), default=None)


def may_sign_step(actor: Actor, step: Step) -> bool:
    """Whether the actor holds an office that signs this step of anything at all."""
    return any(office.role in STEP_ROLES[step] for office in offices_of(actor))


def demand_signature(
    actor: Actor, *, step: Step, thing: Thing, standing: Sequence[StepStanding], posts: Sequence[str]
) -> Office:
    """The office in which the actor signs; `posts` are those that they hold or held in the units of the task.

    :raises CannotSign: out of turn, by somebody who has signed already, or by a verifier who belongs to the unit.
    """
    turn = next_step(standing)
    if turn is None:
        raise CannotSign("各方已经签完，不必再签。")
    if turn != step:
        raise CannotSign("现在轮到“$turn”，不是“$step”。", turn=STEPS[turn], step=STEPS[step])
    if any(one.held and one.held.by_id == actor.id for one in standing):
        raise CannotSign("您在这份申请上已经签过字，不能再以另一身份签。")
    if step == "supervisor" and posts:
        raise CannotSign("您在责任单位任职或曾任职（$posts），应当回避，请由他人核验。", posts="、".join(posts))
    office = signing_office(actor, step, thing)
    if office is None:
        raise CannotSign("“$step”不由您签。", step=STEPS[step])
    return office


def content_of(view: ClosingView, *, number: int, statement: str) -> dict[str, object]:
    """Exactly what a signature is given for: the plan, what was reported, its evidence and figures; not who else signed.

    Visits, calls and doubts are records of their own with their own signers; the photos of a visit belong to it.
    """
    plan = view.plan
    return {
        "application": number,
        "task": view.number,
        "problems": view.problems,
        "statement": statement,
        "plan": {
            "target": plan.target,
            "kind": plan.kind,
            "leader": plan.leader,
            "unit": plan.unit,
            "co_units": plan.co_units,
            "person": plan.person,
            "deadline": plan.deadline,
            "standard": plan.standard,
            "risk": plan.risk,
        },
        "measures": [_measure(measure) for measure in view.measures],
        "targets": [[one.kind, one.name, one.now, one.target] for one in view.targets],
        "money": [[one.position, one.what, one.unit, one.value, one.vouchers] for one in view.money],
        # A list that only calls name is the caller's word, not the unit's.
        "rosters": [[one.name, one.rows, one.claimed] for one in view.rosters if one.id],
        "institutions": [[one.name, one.standing] for one in view.institutions],
    }


def _measure(measure: MeasureFact) -> dict[str, object]:
    return {
        "position": measure.position,
        "text": measure.text,
        "class": measure.measure_class,
        "reports": [[one.told or one.id, one.day, one.text, one.phase, one.claims_done] for one in measure.reports],
        "evidence": [
            [one.number, one.kind, one.document_number, one.dated, one.sha256]
            for one in sorted(measure.evidence, key=lambda one: one.id)
            if not one.of_visit
        ],
    }
