"""Binding evidence for an on-site check.

bind_evidence(*, cycle_id, part, actor, at) -> Bound
"""

from zhenggai.ledger.operations.binding.exporting import Bound, bind_evidence

__all__ = ["Bound", "bind_evidence"]
