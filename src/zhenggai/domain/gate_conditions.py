"""The conditions of the gate, one function each, in the order in which a page lists them."""

from __future__ import annotations

from collections.abc import Iterable

from zhenggai.domain.closing_facts import ClosingView, MeasureFact
from zhenggai.domain.closing_faults import (
    ahead_of,
    early_of,
    early_pieces,
    file_faults,
    kinds_of,
    unmet_of,
    unnumbered,
    unproved,
)
from zhenggai.domain.closing_rules import ClosingRules
from zhenggai.domain.evidence import EVIDENCE_KINDS
from zhenggai.domain.gate import EITHER, Condition, Missing, Words
from zhenggai.domain.sampling import share_of

SHORT = 24


def _plan_is_whole(view: ClosingView, rules: ClosingRules) -> Iterable[Missing]:
    said = {"牵头领导": view.plan.leader, "牵头单位": view.plan.unit, "整改目标": view.plan.target}
    for name, value in said.items():
        if not value:
            yield Missing("plan_whole", "安排里还没有写明$what。", {"what": name}, "plan")


def _measures_done(view: ClosingView, rules: ClosingRules) -> Iterable[Missing]:
    if not view.measures:
        yield Missing("measures_done", "任务还没有任何措施。", place="plan")
    for measure in view.measures:
        if not measure.done:
            yield _of(
                measure, "measures_done", "措施 $n 还没有报办完：$text", {"text": _short(measure.text)}, "progress"
            )


def _targets_met(view: ClosingView, rules: ClosingRules) -> Iterable[Missing]:
    for target in view.targets:
        if not target.met:
            facts: dict[str, object] = {"name": target.name, "now": target.now or "—", "target": target.target}
            yield Missing("targets_met", "“$name”现为 $now，目标 $target，还没有达到。", facts, "figures")


def _evidence_fits(view: ClosingView, rules: ClosingRules) -> Iterable[Missing]:
    for measure in view.measures:
        if not kinds_of(measure):
            yield _of(measure, "evidence_fits", "措施 $n（$kind）还没有佐证，需要$needs。", _needs(measure), "evidence")
        elif unproved(measure):
            yield _of(measure, "evidence_fits", "措施 $n（$kind）还缺$needs。", _needs(measure), "evidence")
        for piece in unnumbered(measure):
            said: dict[str, object] = {"number": piece.number, "kind": Words((EVIDENCE_KINDS[piece.kind],))}
            yield Missing("evidence_fits", "$number 是$kind，还没有写文号。", said, "evidence", measure.position)


def _vouchers_add_up(view: ClosingView, rules: ClosingRules) -> Iterable[Missing]:
    stated = {money.position for money in view.money}
    for measure in view.measures:
        if measure.measure_class == "funds" and measure.position not in stated:
            pattern = "措施 $n（$kind）还没有登记金额，凭证无从核对。"
            yield _of(measure, "vouchers_add_up", pattern, {"kind": Words((measure.class_name,))}, "figures")
    for money in view.money:
        facts: dict[str, object] = {
            "n": money.position,
            "what": money.what,
            "value": f"{money.value:,f} {money.unit}",
        }
        if money.vouchers is None:
            yield Missing(
                "vouchers_add_up", "措施 $n 的“$what” $value 还没有凭证金额可核。", facts, "closing", money.position
            )
        elif money.vouchers != money.value:
            facts["sum"] = f"{money.vouchers:,f} {money.unit}"
            yield Missing(
                "vouchers_add_up",
                "措施 $n 的“$what”为 $value，凭证合计 $sum，对不上。",
                facts,
                "figures",
                money.position,
            )


def _files_sound(view: ClosingView, rules: ClosingRules) -> Iterable[Missing]:
    for piece in view.evidence:
        faults = file_faults(piece.faults, size=piece.size)
        if faults:
            facts: dict[str, object] = {"number": piece.number, "name": piece.name, "fault": Words(faults)}
            yield Missing("files_sound", "$number“$name”：$fault，请换一份能打开的。", facts, "evidence")


def _institutions_issued(view: ClosingView, rules: ClosingRules) -> Iterable[Missing]:
    for one in view.institutions:
        if not one.established:
            facts: dict[str, object] = {"name": one.name, "standing": Words((one.standing,))}
            yield Missing(
                "institutions_issued", "制度《$name》还是“$standing”，要有文号和印发日期。", facts, "institutions"
            )
    for measure in view.measures:
        if measure.measure_class == "institution" and not view.institutions:
            yield _of(measure, "institutions_issued", "措施 $n 要建立制度，还没有登记印发的制度。", {}, "institutions")


def _nothing_ahead(view: ClosingView, rules: ClosingRules) -> Iterable[Missing]:
    for measure in view.measures:
        for report in measure.reports:
            words = ahead_of(report, today=view.today)
            if words:
                facts: dict[str, object] = {"words": "”“".join(words)}
                yield _of(
                    measure, "nothing_ahead", "措施 $n 报办完，却写着还没有到的“$words”，请更正。", facts, "progress"
                )
        for piece in measure.evidence:
            if piece.dated and piece.dated > view.today:
                said: dict[str, object] = {"number": piece.number, "day": piece.dated.isoformat()}
                yield Missing("nothing_ahead", "$number 的日期 $day 还没有到。", said, "evidence", measure.position)


def _nothing_before(view: ClosingView, rules: ClosingRules) -> Iterable[Missing]:
    feedback = view.feedback
    if feedback is None:
        return
    for measure in view.measures:
        for report in measure.reports:
            early = early_of(report, feedback=feedback)
            if early:
                facts: dict[str, object] = {"days": "、".join(early), "day": feedback.isoformat()}
                pattern = "措施 $n 报的 $days 早于反馈日 $day，请标明边巡边改或既往工作。"
                yield _of(measure, "nothing_before", pattern, facts, "progress")
        for piece in early_pieces(measure, feedback=feedback):
            said: dict[str, object] = {"number": piece.number, "day": str(piece.dated)}
            pattern = "$number 的日期 $day 早于反馈日，这条措施又没有标明边巡边改的进展。"
            yield Missing("nothing_before", pattern, said, "evidence", measure.position)


def _rosters_whole(view: ClosingView, rules: ClosingRules) -> Iterable[Missing]:
    for roster in view.rosters:
        if roster.claimed is not None and roster.rows != roster.claimed:
            facts: dict[str, object] = {"name": roster.name, "claimed": roster.claimed, "rows": roster.rows}
            yield Missing("rosters_whole", "“$name”称 $claimed 人（件），名册上有 $rows，对不上。", facts, "figures")


def _doubts_settled(view: ClosingView, rules: ClosingRules) -> Iterable[Missing]:
    for doubt in view.doubts:
        if doubt.stops:
            facts: dict[str, object] = {"rule": doubt.title or doubt.rule, "message": doubt.message}
            pattern = (
                "疑点“$rule”认定成立，要先改正：$message"
                if doubt.state == "upheld"
                else "疑点“$rule”还没有处置：$message"
            )
            yield Missing("doubts_settled", pattern, facts, "doubts")


def _verifier_apart(view: ClosingView, rules: ClosingRules) -> Iterable[Missing]:
    for verifier in view.verifiers:
        if verifier.posts:
            facts: dict[str, object] = {"name": verifier.name, "what": verifier.did, "posts": "、".join(verifier.posts)}
            yield Missing("verifier_apart", "$what：$name 在责任单位任职或曾任职（$posts），应当回避，请换人。", facts)


def _stages_reached(view: ClosingView, rules: ClosingRules) -> Iterable[Missing]:
    for stage in view.stages:
        if not stage.reached:
            facts: dict[str, object] = {
                "n": stage.position,
                "target": _short(stage.target),
                "day": stage.due.isoformat(),
            }
            yield Missing("stages_reached", "第 $n 个阶段目标（$day）还没有验收：$target", facts)


def _reopening_answered(view: ClosingView, rules: ClosingRules) -> Iterable[Missing]:
    opened = view.reopened
    if opened is None:
        return
    reports = [report for measure in view.measures for report in measure.reports]
    if not any(report.claims_done and report.handed and report.handed > opened.at for report in reports):
        facts: dict[str, object] = {"n": opened.number, "text": _short(opened.what)}
        yield Missing("reopening_answered", "第 $n 次重新激活以后还没有新的办完报告：$text", facts, "progress")


def _visited(view: ClosingView, rules: ClosingRules) -> Iterable[Missing]:
    if not view.framed and not view.drawn:
        yield Missing("visited", "还没有参加现场抽查的抽签，请整改办抽取样本。", place="samples")
    if not view.visits:
        if view.drawn:
            yield Missing("visited", "$why，还没有现场核查。", {"why": Words((view.drawn,))})
        return
    newest = view.visits[0]
    facts: dict[str, object] = {"day": newest.day.isoformat(), "name": newest.by}
    # Whoever went there without being drawn for it and found it undone is not passed over either.
    if not newest.passed:
        yield Missing("visited", "$day $name 现场核查认为没有改到位，改好后请再去一次。", facts)
    elif view.drawn and newest.early:
        yield Missing("visited", "$day $name 的现场核查早于这次申请，请在申请以后再去一次。", facts)
    elif view.drawn and not newest.photos:
        yield Missing("visited", "$day $name 的现场核查还没有在现场拍的照片。", facts)


def _called_back(view: ClosingView, rules: ClosingRules) -> Iterable[Missing]:
    for roster in view.rosters:
        due = view.drawn and roster.persons
        wanted = share_of(roster.rows, percent=rules.call_percent) if due else 0
        facts: dict[str, object] = {
            "name": roster.name,
            "rows": roster.rows,
            "wanted": wanted,
            "called": roster.called,
            "denied": roster.denied,
        }
        if roster.denied:
            yield Missing("called_back", "“$name”抽问 $called 人，$denied 人否认，请查实后更正。", facts)
        if roster.called < wanted:
            yield Missing("called_back", "“$name” $rows 人，要抽问 $wanted 人，已抽问 $called 人。", facts)


CONDITIONS: tuple[Condition, ...] = (
    Condition("plan_whole", "安排完整", "apply", _plan_is_whole),
    Condition("measures_done", "措施全部办完", "apply", _measures_done),
    Condition("targets_met", "指标和明细达到目标", "apply", _targets_met),
    Condition("evidence_fits", "每条措施有相符的佐证", "apply", _evidence_fits),
    Condition("vouchers_add_up", "凭证合计与金额一致", "apply", _vouchers_add_up),
    Condition("files_sound", "佐证文件能打开、不空", "apply", _files_sound),
    Condition("institutions_issued", "制度已经印发", "apply", _institutions_issued),
    Condition("nothing_ahead", "没有把将来写成已完成", "apply", _nothing_ahead),
    Condition("nothing_before", "没有把反馈前的旧事当整改", "apply", _nothing_before),
    Condition("rosters_whole", "名册人数与所报一致", "apply", _rosters_whole),
    Condition("stages_reached", "阶段目标都已验收", "apply", _stages_reached),
    Condition("reopening_answered", "重新激活的原因已经回应", "apply", _reopening_answered),
    Condition("doubts_settled", "阻断疑点已经处置", "apply", _doubts_settled),
    Condition("verifier_apart", "核验人与责任单位无任职关系", "close", _verifier_apart),
    Condition("visited", "抽中和高风险的到现场看过", "close", _visited),
    Condition("called_back", "名册上的人抽问过", "close", _called_back),
)
CONDITION_NAMES: dict[str, str] = {condition.key: condition.name for condition in CONDITIONS}


def _of(measure: MeasureFact, condition: str, pattern: str, facts: dict[str, object], place: str) -> Missing:
    return Missing(condition, pattern, {"n": measure.position, **facts}, place, measure.position)  # type: ignore[arg-type]


def _needs(measure: MeasureFact) -> dict[str, object]:
    """What the class of a measure asks for and is not there; any piece where the class asks for nothing in particular."""
    needs = tuple(EITHER.join(EVIDENCE_KINDS[kind] for kind in need) for need in unmet_of(measure))
    return {"kind": Words((measure.class_name or "未分类",)), "needs": Words(needs or ("至少一件材料",))}


def _short(text: str) -> str:
    return text if len(text) <= SHORT else text[:SHORT] + "…"
