"""`zhenggai check --cycle`: the rules look at a round, and what stands is printed."""

from __future__ import annotations

import click

from zhenggai.cli.house import now, opened_house
from zhenggai.cli.terminal import plain, print_json
from zhenggai.cli.words import _

FOUND = 1
MARKS = {"error": "■", "warning": "▲", "info": "○"}


def check_round(cycle_id: int, *, as_json: bool) -> int:
    """Let every rule look at a round and print the doubts that nobody has settled; 1 where one of them blocks."""
    with opened_house():
        from zhenggai.ledger.operations.doubting import WATCHMAN, look_again
        from zhenggai.ledger.queries.doubts import each_doubt

        looked = look_again(cycle_id=cycle_id, actor=WATCHMAN, at=now())
        rows = list(each_doubt(cycle_id=cycle_id, actor=WATCHMAN))
        if as_json:
            print_json(
                {
                    "cycle": cycle_id,
                    "doubts": [
                        {
                            "id": row.id,
                            "rule": row.rule,
                            "severity": row.severity,
                            "state": row.state,
                            "task": row.task_name,
                            "message": row.message,
                        }
                        for row in rows
                    ],
                }
            )
        else:
            for row in rows:
                click.echo(f"{MARKS[row.severity]} {plain(row.title)}  {plain(row.message)}")
            click.echo(
                _(
                    "没有办结 $count 处；这次新出现 $found 处，消失 $gone 处。",
                    count=len(rows),
                    found=looked.found + looked.back,
                    gone=looked.gone,
                )
            )
        return FOUND if any(row.severity == "error" for row in rows) else 0
