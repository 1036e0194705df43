"""Doubts: the rules look now and then, units explain, and some doubts are settled in each of the three ways."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from zhenggai.cli.demo.living.people import actor
from zhenggai.cli.demo.living.stage import Event, Stage
from zhenggai.ledger.operations.doubting import WATCHMAN, explain_doubt, look_again, settle_doubt, switch_rule
from zhenggai.ledger.queries.doubts import doubt_page, each_doubt
from zhenggai.ledger.shapes.doubts import DoubtLine

# Who may have something to say about their own tasks.
UNITS = ("zhao", "peng", "zeng", "fu", "yao")
VERDICTS = (
    ("explained", "wang", "调阅了原始台账和会议记录，情况属实，原因正当，材料已补进佐证。"),
    ("mistaken", "sun", "逐件核对原件，规则把文件标题里的字样当成了事实，不是问题。"),
    ("upheld", "sun", "到现场核对，与所报不符，已告知责任单位改正后再报。"),
)
SWITCHED_OFF = "ledger.beside_the_point"


def events(stage: Stage) -> Iterator[Event]:
    """What happens from day −40 on."""
    for day in (-40, -20):
        yield stage.event(day, 18, 30, partial(_look, stage))
    yield stage.event(-19, 9, 40, partial(_switch_off, stage))
    yield stage.event(-18, 10, 10, partial(_settle, stage))
    yield stage.event(-1, 18, 30, partial(_look, stage))
    yield stage.event(-1, 18, 40, partial(_explain, stage))


def _look(stage: Stage, at: datetime) -> None:
    look_again(cycle_id=stage.cycle_id, actor=WATCHMAN, at=at)


def _settle(stage: Stage, at: datetime) -> None:
    """Settle some of the doubts that block nothing, each in another way; what blocks waits for its unit."""
    lighter = [row for row in _standing(stage) if row.severity != "error"]
    for row, (verdict, judge, why) in zip(_one_of_each_rule(lighter), VERDICTS * 2, strict=False):
        if doubt_page(doubt_id=row.id, actor=actor(judge)).may_settle:
            settle_doubt(doubt_id=row.id, version=row.version, verdict=verdict, why=why, actor=actor(judge), at=at)


def _switch_off(stage: Stage, at: datetime) -> None:
    switch_rule(
        cycle_id=stage.cycle_id,
        rule=SWITCHED_OFF,
        number=0,
        on=False,
        why="本轮问题多用概括的说法，措施按方案逐项对应，这条规则误报太多，改由会审时人工核对。",
        actor=actor("wang"),
        at=at,
    )


def _explain(stage: Stage, at: datetime) -> None:
    """Let a unit explain one of its blocking doubts; it stays open until somebody decides."""
    for name in UNITS:
        mine = each_doubt(cycle_id=stage.cycle_id, actor=actor(name))
        blocking = (one for one in mine if one.severity == "error" and one.state == "open")
        row = next((one for one in blocking if doubt_page(doubt_id=one.id, actor=actor(name)).may_explain), None)
        if row is not None:
            why = "两处数字的截止日不同，已与台账原件逐户核对，正在按同一截止日重报，请整改办核对。"
            explain_doubt(doubt_id=row.id, version=row.version, why=why, actor=actor(name), at=at)
            return


def _standing(stage: Stage) -> list[DoubtLine]:
    return list(each_doubt(cycle_id=stage.cycle_id, actor=actor("wang")))


def _one_of_each_rule(rows: list[DoubtLine]) -> list[DoubtLine]:
    found: dict[str, DoubtLine] = {}
    for row in rows:
        found.setdefault(row.rule, row)
    return list(found.values())
