"""Whether measures answer what the problem says, clause by clause."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from zhenggai.checking.on_ledger.looking import named, of_measure, places_of
from zhenggai.checking.on_ledger.registry import LEDGER_RULES, LedgerFinding, Place, Threshold, Values, key_of
from zhenggai.domain.ledger_facts import CycleFacts, ProblemFacts, TaskFacts

# What every problem says, whatever it is about: never what a measure must take up.
_IDLE = re.compile(
    r"的?问题|关于|不够(?:有力|深入|扎实|到位)?|不(?:到位|足|力|严格?|及时|规范|完善|健全|彻底|高|强|深入|扎实|浓厚?|牢|实|细)"
    r"|有(?:差距|落差|待)|存在|仍然|仍|较为?|比较|突出|明显|部分|个别|有的|一些|少数|方面|情况|工作|贯彻|落实|推进|开展|加强"
    r"|缺乏|缺少|没有|未|尚|重视|力度|不|对|在|和|与|及|等|中|上|下|了|管理|建设|机制|发生|加快|实施|就|还|被|把|将|其|该|各|[0-9０-９]+年?"
)
_CLAUSES = re.compile(r"[，,；;。、：:！!？?\n]+")
_NO_WORD = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]+")
_FEWEST_PAIRS = 2


@LEDGER_RULES.rule(
    "ledger.beside_the_point",
    source="X15",
    severity="warning",
    title="避重就轻、答非所问",
    explanation="把问题按逗号、顿号拆开，有的分句里的词在全部措施和产出里一个也没有出现，字也很少出现。补上针对它的措施，或说明哪条措施已经回应。",
    innocent="措施换了说法（同义词），说明即可。",
    thresholds=(Threshold("percent", "分句的关键词在措施里出现的比例低于", "%", 30, 1, 100),),
    slow=True,
)
def find_beside_the_point(facts: CycleFacts, values: Values) -> Iterator[LedgerFinding]:
    """Clauses of problems of which no measure speaks."""
    answering: dict[int, list[TaskFacts]] = defaultdict(list)
    for task in facts.tasks:
        for problem_id in task.problem_ids:
            answering[problem_id].append(task)
    for problem in facts.problems:
        tasks = [task for task in answering[problem.id] if task.view.measures]
        if tasks:
            yield from _unanswered(problem, tasks, percent=int(values["percent"]))


def _unanswered(problem: ProblemFacts, tasks: list[TaskFacts], *, percent: int) -> Iterator[LedgerFinding]:
    said = " ".join(_texts(tasks))
    pairs, signs = _pairs(said), _signs(said)
    asked = [clause for clause in clauses_of(problem.title) if len(_pairs(clause)) >= _FEWEST_PAIRS]
    left = [clause for clause in asked if not _answered(clause, pairs, signs, percent=percent)]
    # A title of one clause is a heading; what it is about stands in the text below it.
    if not left or (len(asked) == 1 and len(_pairs(problem.text) & pairs) >= _FEWEST_PAIRS):
        return
    first = tasks[0]
    measures = [measure for task in tasks for measure in task.view.measures]
    whole = "答非所问，措施没有提到" if len(left) == len(asked) else "还有没有回应的分句："
    yield LedgerFinding(
        first.id,
        f"{first.name}回应问题{problem.name}{whole}{named(f'“{clause}”' for clause in left)}。"
        "请补上针对它的措施；已经回应的，说明是哪一条。",
        places_of([Place("problem", problem.id, problem.name), *map(of_measure, measures)]),
        key_of(problem.id, *left, *(measure.text for measure in measures)),
    )


def _answered(clause: str, pairs: set[str], signs: set[str], *, percent: int) -> bool:
    """Whether measures share a word with a clause, or so many of its characters that they may say it otherwise."""
    mine = _signs(clause)
    return bool(_pairs(clause) & pairs) or len(mine & signs) * 100 >= percent * len(mine)


def clauses_of(text: str) -> tuple[str, ...]:
    """The clauses of a problem, each of which wants an answer."""
    return tuple(clause.strip() for clause in _CLAUSES.split(text) if clause.strip())


def _texts(tasks: Iterable[TaskFacts]) -> Iterator[str]:
    for task in tasks:
        for measure in task.view.measures:
            yield measure.text
        for frozen in task.now.measures if task.now else ():
            yield frozen.plan.deliverable


def _pairs(text: str) -> set[str]:
    """What a text is about: the pairs of characters of its telling words."""
    return {word[place : place + 2] for word in _words(text) for place in range(len(word) - 1)}


def _signs(text: str) -> set[str]:
    """The characters of its telling words."""
    return {sign for word in _words(text) for sign in word}


def _words(text: str) -> list[str]:
    return _NO_WORD.split(_IDLE.sub(" ", text))
