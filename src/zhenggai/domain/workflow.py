"""How a task moves: every state and every move in one table that a clerk could read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from zhenggai.domain.closing_rules import ALWAYS_ASKED, STEPS, ClosingRules
from zhenggai.domain.refusals import Refusal
from zhenggai.domain.roles import Act
from zhenggai.domain.states import STATE_NAMES, LedgerState


class MoveRefused(Refusal):
    """A move that the table does not allow from where the task stands."""


@dataclass(frozen=True, slots=True)
class State:
    """A state of the machine; `kept` is the one under which the ledger lists the task meanwhile."""

    key: str
    name: str
    kept: LedgerState


@dataclass(frozen=True, slots=True)
class Move:
    """A move from one state to another: what it is called, and the act without which nobody makes it.

    None where it is nobody's act: signatures lapse by themselves when what was signed changes.
    """

    key: str
    name: str
    source: str
    target: str
    act: Act | None


@dataclass(frozen=True, slots=True)
class Machine:
    """States and moves as an office uses them."""

    states: tuple[State, ...]
    moves: tuple[Move, ...]

    def state(self, key: str) -> State:
        """The state of that key.

        :raises KeyError: where the machine has none.
        """
        return {state.key: state for state in self.states}[key]


def _signing(step: str) -> str:
    return f"signing_{step}"


# Asked to become long-term before anything was reported: the ledger still lists such a task as not started.
EARLY = "asking_long_term_early"
_BEFORE_SIGNING = (
    State("drafting", "方案草拟", "not_started"),
    State("reviewing", "会审中", "not_started"),
    State("sent_back", "会审退回", "not_started"),
    State("issued", "已下达，待认领", "not_started"),
    State("accepted", "已认领", "not_started"),
    State("ongoing", "整改中", "ongoing"),
    State("extending", "申请延期", "ongoing"),
)
_AFTER_SIGNING = (
    State("done", "已销号，监测期", "done"),
    State("stable", "稳定", "stable"),
    State(EARLY, "未启动即申请转长期", "not_started"),
    State("asking_long_term", "申请转长期坚持", "ongoing"),
    State("long_term", "长期坚持", "long_term"),
    State("asking_not_applicable", "申请不再适用", "ongoing"),
    State("not_applicable", "不再适用", "not_applicable"),
)
STATES = (
    *_BEFORE_SIGNING,
    *(State(_signing(step), f"待{name}", "closing") for step, name in STEPS.items()),
    *_AFTER_SIGNING,
)
# The places of the chain, whatever its steps are. Who applies signs the first step by it.
SECOND_STEP, LAST_STEP = "second step", "last step"
MOVES = (
    Move("review", "提交会审", "drafting", "reviewing", Act.PLAN),
    Move("send_back", "会审退回", "reviewing", "sent_back", Act.REVIEW),
    Move("review_again", "再次提交会审", "sent_back", "reviewing", Act.PLAN),
    Move("issue", "印发方案", "reviewing", "issued", Act.ISSUE),
    Move("accept", "认领", "issued", "accepted", Act.ACCEPT),
    Move("begin", "首次填报进展", "accepted", "ongoing", Act.REPORT),
    Move("ask_extension", "申请延期", "ongoing", "extending", Act.ASK_EXTENSION),
    Move("grant_extension", "批准或不批准延期", "extending", "ongoing", Act.GRANT_EXTENSION),
    Move("apply", "申请销号", "ongoing", SECOND_STEP, Act.APPLY_CLOSING),
    Move("apply", "申请销号", "long_term", SECOND_STEP, Act.APPLY_CLOSING),
    Move("close", "销号", LAST_STEP, "done", Act.SIGN),
    Move("settle", "监测期满", "done", "stable", Act.SETTLE),
    Move("reopen", "重新激活", "done", "ongoing", Act.REOPEN),
    Move("reopen", "重新激活", "stable", "ongoing", Act.REOPEN),
    Move("reopen", "重新激活", "not_applicable", "ongoing", Act.REOPEN),
    Move("ask_long_term", "申请转长期坚持", "issued", EARLY, Act.APPLY_CLOSING),
    Move("ask_long_term", "申请转长期坚持", "accepted", EARLY, Act.APPLY_CLOSING),
    Move("ask_long_term", "申请转长期坚持", "ongoing", "asking_long_term", Act.APPLY_CLOSING),
    Move("ask_long_term", "申请转长期坚持", "extending", "asking_long_term", Act.APPLY_CLOSING),
    Move("begin", "首次填报进展", EARLY, "asking_long_term", Act.REPORT),
    Move("refuse_long_term", "不批准", EARLY, "issued", Act.DECIDE_CHANGE),
    Move("refuse_long_term", "不批准", EARLY, "accepted", Act.DECIDE_CHANGE),
    Move("refuse_long_term", "不批准", "asking_long_term", "ongoing", Act.DECIDE_CHANGE),
    Move("refuse_long_term", "不批准", "asking_long_term", "extending", Act.DECIDE_CHANGE),
    Move("grant_long_term", "批准转长期坚持", EARLY, "long_term", Act.DECIDE_CHANGE),
    Move("grant_long_term", "批准转长期坚持", "asking_long_term", "long_term", Act.DECIDE_CHANGE),
    Move("ask_not_applicable", "申请不再适用", "ongoing", "asking_not_applicable", Act.APPLY_CLOSING),
    Move("refuse_not_applicable", "不批准", "asking_not_applicable", "ongoing", Act.RELEASE),
    Move("grant_not_applicable", "批准不再适用", "asking_not_applicable", "not_applicable", Act.RELEASE),
)
# From any step of the chain; a task goes back to the state from which it was applied for.
FROM_EVERY_STEP = (
    Move("withdraw", "撤回申请", "", "ongoing", Act.APPLY_CLOSING),
    Move("withdraw", "撤回申请", "", "long_term", Act.APPLY_CLOSING),
    Move("return", "退回", "", "ongoing", Act.RETURN_CLOSING),
    Move("return", "退回", "", "long_term", Act.RETURN_CLOSING),
)
# Moves that an office may do without; the others hold the machine together.
OPTIONAL = {
    "ask_extension": "延期",
    "ask_long_term": "转长期坚持",
    "ask_not_applicable": "不再适用",
    "settle": "监测期",
}
_BEHIND = {
    "ask_extension": ("extending",),
    "ask_long_term": (EARLY, "asking_long_term"),
    "ask_not_applicable": ("asking_not_applicable", "not_applicable"),
    "settle": ("stable",),
}


@lru_cache
def machine_of(rules: ClosingRules) -> Machine:
    """The machine of an office: the steps of its chain in their order, without the moves that it does not use."""
    gone = {state for move in rules.without for state in _BEHIND.get(move, ())}
    chain = [_signing(step) for step in rules.chain]
    ends = {SECOND_STEP: chain[1], LAST_STEP: chain[-1]}
    moves = [replace(m, source=ends.get(m.source, m.source), target=ends.get(m.target, m.target)) for m in MOVES]
    for move in FROM_EVERY_STEP:
        moves += [replace(move, source=state) for state in chain]
    moves += [
        Move("sign", f"{STEPS[step]}：同意", source, target, Act.SIGN)
        for step, (source, target) in zip(rules.chain, pairwise(chain), strict=False)
    ]
    moves += [Move("lapse", "内容改动，签字失效", state, chain[0], None) for state in chain[1:]]
    kept = {state.key for state in (*_BEFORE_SIGNING, *_AFTER_SIGNING)} - gone | set(chain)
    return Machine(
        states=tuple(_named(state, rules) for state in STATES if state.key in kept),
        moves=tuple(move for move in moves if move.key not in rules.without and {move.source, move.target} <= kept),
    )


def _named(state: State, rules: ClosingRules) -> State:
    """Without a watch period a closed task is just that."""
    if state.key == "done" and "settle" in rules.without:
        return replace(state, name="已销号")
    return state


def find_move(machine: Machine, key: str, *, kept: LedgerState, back_to: LedgerState | None = None) -> Move:
    """The move of that key from a state that the ledger keeps under `kept`; of several, the one that leads `back_to`.

    :raises MoveRefused: where the table has none.
    """
    for move in machine.moves:
        fits = move.key == key and machine.state(move.source).kept == kept
        if fits and back_to in (None, machine.state(move.target).kept):
            return move
    names = {move.key: move.name for move in (*MOVES, *FROM_EVERY_STEP)}
    if not any(move.key == key for move in machine.moves):
        raise MoveRefused("本轮次的设置中没有“$move”这一步。", move=names.get(key, key))
    raise MoveRefused("任务现在是“$state”，不能“$move”。", state=STATE_NAMES[kept], move=names.get(key, key))


def demand_closing_rules(rules: ClosingRules) -> None:
    """Return when an office can close like this.

    :raises WrongClosingRule: when not.
    """
    if not rules.chain or list(rules.chain) != [step for step in STEPS if step in rules.chain]:
        raise WrongClosingRule("签字链至少要有一步，并按顺序排列，不能重复。")
    if "unit" not in rules.chain or len(rules.chain) < 2:
        raise WrongClosingRule("签字链要由单位自验开始，后面至少还有一步。")
    if not set(rules.without) <= set(OPTIONAL):
        raise WrongClosingRule("这一步不能停用。")
    if ALWAYS_ASKED & set(rules.waived):
        raise WrongClosingRule("措施办完、疑点处置、核验回避和现场核查这几个条件不能去掉。")
    if not (10 <= rules.sample_percent <= 100 and 0 <= rules.call_percent <= 100 and 0 <= rules.rush_percent <= 100):
        raise WrongClosingRule("现场抽查比例应在 10 到 100 之间，其他比例在 0 到 100 之间。")
    if not (1 <= rules.stage_months <= 12 and 1 <= rules.watch_months <= 60 and 0 <= rules.post_years <= 50):
        raise WrongClosingRule("阶段目标最长 12 个月，监测期 1 到 60 个月，任职回避最长 50 年。")
    if not (1 <= rules.rush_days <= 366 and 1 <= rules.rush_minutes <= 24 * 60 and 2 <= rules.rush_count <= 1000):
        raise WrongClosingRule("突击销号的天数、分钟数或件数不合适。")


class WrongClosingRule(Refusal):
    """A rule of closing that makes no sense."""
