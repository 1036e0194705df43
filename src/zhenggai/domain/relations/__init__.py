"""Equations between figures: what is stated, what comes out, and whether both agree.

evaluate(kind, total, parts, tolerance=…) -> Verdict
"""

from zhenggai.domain.relations.equations import EQUATION_NAMES, EQUATIONS, Equation, worded
from zhenggai.domain.relations.evaluating import evaluate
from zhenggai.domain.relations.values import Figured, Scope, Verdict

__all__ = ["EQUATIONS", "EQUATION_NAMES", "Equation", "Figured", "Scope", "Verdict", "evaluate", "worded"]
