"""Setting the rules of a cycle."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import IntegrityError, transaction

from zhenggai.domain.appointing import MOST_HEADS
from zhenggai.domain.calendar import COUNTINGS
from zhenggai.domain.closing_rules import STEPS, ClosingRules
from zhenggai.domain.deciding import CHANGE_GROUPS, DECIDERS
from zhenggai.domain.extensions import demand_rules
from zhenggai.domain.gate_conditions import CONDITION_NAMES
from zhenggai.domain.ladder import LONGEST_WAIT, MOST_REMINDERS, Ladder
from zhenggai.domain.periods import ROLLS, PeriodRules, demand_period_rules
from zhenggai.domain.refusals import NoSuchThing, Refusal
from zhenggai.domain.rights import Actor, Thing, acting
from zhenggai.domain.roles import Act
from zhenggai.domain.rules import NUMBERS, PRESETS, Rules, changes_between, preset
from zhenggai.domain.workflow import OPTIONAL, demand_closing_rules
from zhenggai.journal import operations as journal
from zhenggai.journal.operations import Subject, fresh_salt
from zhenggai.journal.queries import list_timeline
from zhenggai.ledger.models import Cycle, CycleRules
from zhenggai.ledger.ruling import rules_of

LONGEST_HOURS = 24 * 365


class RulesChanged(Refusal):
    """Somebody else changed the rules since they were looked at."""


class WrongRule(Refusal):
    """A rule that makes no sense."""


def choose_preset(*, cycle_id: int, version: int, name: str, actor: Actor, at: datetime) -> None:
    """Let a cycle go by a preset as it is delivered; what the office had changed is given up.

    :raises NotAllowed: unless the actor plans.
    :raises WrongRule: for an unknown preset.
    :raises RulesChanged: where `version` is not that of the rules.
    """
    actor = acting(actor, Act.PLAN, Thing(cycle_id=cycle_id))
    if name not in PRESETS:
        raise WrongRule("没有这套规则：$name。", name=name)
    _keep(cycle_id, version, preset(name), actor=actor, at=at)


def set_rules(*, cycle_id: int, version: int, rules: Rules, actor: Actor, at: datetime) -> None:
    """Keep an office's own rules; `rules` is the preset in force with values of its own.

    :raises NotAllowed: unless the actor plans.
    :raises WrongRule: where a value makes no sense; of extensions it is CannotExtend, of periods CannotFreeze.
    :raises RulesChanged: where `version` is not that of the rules.
    """
    actor = acting(actor, Act.PLAN, Thing(cycle_id=cycle_id))
    if not 0 <= rules.lights.urgent <= rules.lights.near:
        raise WrongRule("黄灯的天数不能少于红灯前的紧迫天数。")
    if not (0 <= rules.tolerance.about <= 50 and 1 <= rules.tolerance.over <= 9):
        raise WrongRule("“约”的允许误差应在 0 到 50% 之间，“余”应在 1 到 9 个整数位之间。")
    _demand_numbers(rules)
    _demand_ladder(rules.ladder)
    demand_closing_rules(rules.closing)
    demand_rules(rules.extensions)
    demand_period_rules(rules.periods)
    _demand_names(rules)
    _demand_review(rules)
    _keep(cycle_id, version, rules, actor=actor, at=at)


def _demand_ladder(ladder: Ladder) -> None:
    waits = [ladder.person, ladder.unit_head, ladder.leader, ladder.office]
    kept = [wait for wait in waits if wait is not None]
    if not all(0 <= wait <= LONGEST_WAIT for wait in kept) or not all(
        1 <= day <= LONGEST_WAIT for day in ladder.before
    ):
        raise WrongRule("提醒和督促的天数应在 0 到 $longest 之间，到期前的提醒至少早一天。", longest=LONGEST_WAIT)
    if kept != sorted(kept):
        raise WrongRule("督促要逐级往上：上一级的天数不能少于下一级。")
    if len(ladder.before) > MOST_REMINDERS or len(set(ladder.before)) != len(ladder.before):
        raise WrongRule("到期前的提醒最多 $most 次，不能重复。", most=MOST_REMINDERS)


def _demand_review(rules: Rules) -> None:
    if not rules.questions or not all(question.strip() for question in rules.questions):
        raise WrongRule("会审至少要有一问。")
    if len(set(rules.questions)) != len(rules.questions):
        raise WrongRule("会审的问题有重复。")
    if not {level for _, level in rules.deciders} <= DECIDERS.keys():
        raise WrongRule("变更由谁审批，请从列出的人里选。")


def _demand_numbers(rules: Rules) -> None:
    if not 1 <= rules.acceptance_hours <= LONGEST_HOURS or not 1 <= rules.handover_hours <= LONGEST_HOURS:
        raise WrongRule("认领和交接的时限应在 1 小时到 1 年之间。")
    if not 1 <= rules.leading_heads <= MOST_HEADS:
        raise WrongRule("领导小组组长应有 1 到 $most 人。", most=MOST_HEADS)
    if not 1 <= rules.stuck_days <= LONGEST_WAIT:
        raise WrongRule("几天没有进展算停滞，应在 1 到 $longest 之间。", longest=LONGEST_WAIT)


def _demand_names(rules: Rules) -> None:
    bodies = (*rules.ladder_steps, *rules.evidence_kinds, *rules.papers, *rules.groups)
    names = [name for _, name in (*rules.lists, *rules.kinds, *rules.measure_classes, *bodies)]
    if not all(name.strip() for name in (*names, *rules.reviewers, *rules.meeting_types)):
        raise WrongRule("名称不能为空。")
    if not rules.meeting_types or len(set(rules.meeting_types)) != len(rules.meeting_types):
        raise WrongRule("会议类型至少要有一种，不能重复。")
    if len(set(rules.reviewers)) != len(rules.reviewers):
        raise WrongRule("会审单位有重复。")


def _keep(cycle_id: int, version: int, rules: Rules, *, actor: Actor, at: datetime) -> None:
    if not Cycle.objects.filter(pk=cycle_id).exists():
        raise NoSuchThing("没有编号为 $id 的整改轮次。", id=cycle_id)
    before = rules_of(cycle_id=cycle_id)
    changes = json.dumps(changes_between(preset(rules.preset), rules), ensure_ascii=False)
    try:
        with transaction.atomic(durable=True):
            _store(cycle_id, version, rules.preset, changes)
            told_before, told_after = _told(before, rules)
            journal.append(
                actor=actor,
                verb="cycle.set_rules",
                subject=Subject("cycle", cycle_id),
                before=told_before,
                after=told_after,
                why="",
                at=at,
                salt=fresh_salt(),
                cycle=cycle_id,
            )
    except IntegrityError as clash:
        raise _changed(cycle_id) from clash


def _store(cycle_id: int, version: int, name: str, changes: str) -> None:
    if version == 0:
        CycleRules.objects.create(cycle_id=cycle_id, preset=name, changes=changes)
        return
    mine = CycleRules.objects.filter(pk=cycle_id, version=version)
    if mine.update(preset=name, changes=changes, version=version + 1) != 1:
        raise _changed(cycle_id)


def _changed(cycle_id: int) -> RulesChanged:
    rows = list_timeline(subjects=(Subject("cycle", cycle_id),), limit=1).rows
    return RulesChanged(
        "设置已由 $who 修改。您填的内容还在，请对照现在的设置再保存一次。", who=rows[0].actor if rows else ""
    )


def _told(before: Rules, after: Rules) -> tuple[dict[str, object], dict[str, object]]:
    old, new = _facts(before), _facts(after)
    differing = [name for name in old.keys() | new.keys() if old.get(name) != new.get(name)]
    return (
        {name: old[name] for name in differing if name in old},
        {name: new[name] for name in differing if name in new},
    )


def _facts(rules: Rules) -> dict[str, object]:
    return {
        "preset": rules.name,
        "stages": "、".join(f"{stage.name} {stage.own}" for stage in rules.stages if stage.own),
        "lights": f"{rules.lights.near}/{rules.lights.urgent}/{rules.lights.late}",
        "counting": COUNTINGS[rules.lights.counting],
        "ladder": _ladder_text(rules.ladder),
        "closing_rules": _closing_text(rules.closing),
        "period_rules": _periods_text(rules.periods),
        "ladder_steps": "、".join(name for _, name in rules.ladder_steps),
        "meeting_types": "、".join(rules.meeting_types),
        "extension_rules": f"{rules.extensions.leader}/{rules.extensions.group_head}/{rules.extensions.most}",
        "tolerance": f"约 ±{rules.tolerance.about}%，余 {rules.tolerance.over}",
        "reviewers": "、".join(rules.reviewers),
        "questions": "；".join(rules.questions),
        "review_required": "是" if rules.review_required else "否",
        "deciders": "、".join(f"{CHANGE_GROUPS[group]} {DECIDERS[level]}" for group, level in rules.deciders),
        **{name: getattr(rules, name) for name in NUMBERS},
        "groups": "、".join(name for _, name in rules.groups),
        "lists": "、".join(name for _, name in rules.lists),
        "kinds": "、".join(name for _, name in rules.kinds),
        "measure_classes": "、".join(name for _, name in rules.measure_classes),
        "evidence_kinds": "、".join(name for _, name in rules.evidence_kinds),
        "papers": "、".join(name for _, name in rules.papers),
    }


def _closing_text(rules: ClosingRules) -> str:
    chain = "→".join(STEPS[step] for step in rules.chain)
    waived = "、".join(CONDITION_NAMES.get(key, key) for key in rules.waived)
    without = "、".join(OPTIONAL.get(key, key) for key in rules.without)
    return (
        f"{chain}；抽查 {rules.sample_percent}%，回访 {rules.call_percent}%，监测 {rules.watch_months} 个月，"
        f"阶段 {rules.stage_months} 个月，回避 {rules.post_years} 年；不用：{without or '无'}；不要求：{waived or '无'}；"
        f"突击 {rules.rush_days} 天 {rules.rush_percent}% {rules.rush_minutes} 分钟 {rules.rush_count} 件"
    )


def _periods_text(rules: PeriodRules) -> str:
    end = f"每月 {rules.month_end} 日" if rules.month_end else "每月最后一天"
    return f"{end}；遇节假日{ROLLS[rules.roll]}；{rules.grace} 个工作日内冻结"


def _ladder_text(ladder: Ladder) -> str:
    before = "、".join(f"-{days}" for days in ladder.before)
    after = [ladder.person, ladder.unit_head, ladder.leader, ladder.office]
    return f"{before}；{'、'.join('—' if wait is None else f'+{wait}' for wait in after)}"
