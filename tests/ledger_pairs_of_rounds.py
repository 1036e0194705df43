"""Pairs for the rules that look at people, institutions, times and the round as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from ledger_examples import (
    a_closing,
    a_figure,
    a_file,
    a_ledger,
    a_measure,
    a_piece,
    a_task,
    an_equation,
    an_institution,
    at,
    bare_view,
    signed,
)
from ledger_pair import Pair, a_bare_task
from zhenggai.domain.closing_facts import VerifierFact
from zhenggai.domain.ledger_facts import HandoverFacts
from zhenggai.domain.rates import Counted, Difference, rates_of
from zhenggai.domain.relations import Scope


def _rush():
    def verified(minute):
        chain = (
            signed("unit", at(6, 10), by_id=11, by="马强"),
            signed("leader", at(6, 11), by_id=12, by="李建国"),
            signed("supervisor", at(6, 11, minute), by_id=13, by="孙立"),
        )
        return a_ledger(a_task(view=bare_view(state="done"), closings=(a_closing(*chain),)))

    return Pair(
        "核验人接到两分钟就签了字，没有去过现场。",
        "核验人用了 40 分钟。",
        verified(2),
        verified(40),
        (("closing", 1), ("person", 13)),
    )


def _own_verifier():
    def by(*posts):
        return a_bare_task(verifiers=(VerifierFact("孙立", "主管部门核验", posts),))

    return Pair(
        "核验人去年还在责任单位任副局长。",
        "核验人从没有在责任单位任过职。",
        by("县水利局副局长（至 2025-06-30）"),
        by(),
        (("task", 1), ("person", 0)),
    )


def _idle():
    closed = a_task(view=bare_view(state="done"), closings=(a_closing(ended_on=date(2025, 8, 1)),))
    old = an_institution(effective_on=date(2025, 7, 1), issued_on=date(2025, 6, 20))
    return Pair(
        "制度施行、任务销号已过半年，没有一条执行记录。",
        "同一制度有一条按它检查的记录。",
        a_ledger(closed, institutions=(replace(old, used_on=()),)),
        a_ledger(closed, institutions=(replace(old, used_on=(date(2025, 11, 3),)),)),
        (("institution", 1), ("task", 1)),
    )


def _blame():
    def counted(*figures):
        measure = a_measure("accountability", a_piece("decision", document_number="云纪〔2026〕2号"), class_name="追责")
        mend = a_measure(id=9, position=2)
        return a_ledger(a_task(view=bare_view(measure, mend)), figures=figures)

    times = a_figure("9人次", scope="问责", measure_id=3)
    return Pair(
        "只报了问责 9 人次，没有报人数。",
        "报问责 6 人、9 人次，有决定文号。",
        counted(times),
        counted(times, a_figure("6人", 2, scope="问责", measure_id=3)),
        (("measure", 3), ("figure", 1), ("evidence", 7)),
    )


def _period():
    half = (date(2025, 1, 1), date(2025, 6, 30))
    five = (date(2025, 1, 1), date(2025, 5, 31))

    def grown(now, before):
        def figure(text, id, span=(None, None)):
            return a_figure(text, id, scope="入库税收", since=span[0], until=span[1])

        return a_ledger(
            **an_equation("growth", figure("20%", 1), figure("120万元", 2, now), figure("100万元", 3, before))
        )

    last_year = (date(2024, 1, 1), date(2024, 6, 30))
    return Pair(
        "拿上半年的数和前五月的数算增长。",
        "上半年和上年同期比。",
        grown(half, five),
        grown(half, last_year),
        (("relation", 1), ("figure", 1), ("figure", 2), ("figure", 3)),
    )


def _drift():
    def reading(text, id, day, version):
        return a_figure(text, id, until=day, indicator="水质达标率", term=Scope("水质达标率", version))

    def series(version):
        return a_ledger(
            figures=(
                reading("90.1%", 1, date(2025, 12, 31), 1),
                reading("96.3%", 2, date(2026, 1, 31), version),
            )
        )

    return Pair(
        "水质达标率去年底用口径第 1 版，今年 1 月用第 2 版。",
        "两次都用第 1 版。",
        series(2),
        series(1),
        (("figure", 1), ("figure", 2)),
    )


def _shrunk():
    def counted(*differences):
        return a_ledger(rates=rates_of([Counted("ongoing", 41)], stated=43, differences=differences))

    return Pair(
        "反馈 43 项，台账 41 项，没有说明。",
        "反馈 43 项，两项并入其他任务，逐项列明。",
        counted(),
        counted(Difference("merged", "任务 4、5", -1, "同一件事"), Difference("merged", "任务 8、9", -1, "同一件事")),
        (("cycle", 7),),
    )


def _broken():
    def file(*faults):
        return a_ledger(evidence=(a_file(1, faults=faults),))

    return Pair(
        "佐证文件已加密，打不开。",
        "换成没有加密的同一份文件。",
        file("文件已加密，打不开"),
        file(),
        (("evidence", 1),),
    )


def _nobody():
    def left(hours):
        opened = a_ledger().now - timedelta(hours=hours)
        return a_ledger(handovers=(HandoverFacts(3, "李建国", "县政府副县长", opened, (1,), (1,)),))

    return Pair(
        "牵头领导调走三天，没有人签字接手。",
        "牵头领导调走一天，还在 48 小时之内。",
        left(72),
        left(24),
        (("handover", 3), ("task", 1)),
    )


OF_ROUNDS: dict[str, Pair] = {
    "ledger.late_rush": _rush(),
    "ledger.own_verifier": _own_verifier(),
    "ledger.idle_institution": _idle(),
    "ledger.blame_instead": _blame(),
    "ledger.period_wrong": _period(),
    "ledger.scope_drift": _drift(),
    "ledger.shrunk_base": _shrunk(),
    "ledger.broken_file": _broken(),
    "ledger.nobody_took_over": _nobody(),
}
