"""What can go wrong with kept content."""

from __future__ import annotations

from zhenggai.domain.refusals import Refusal


class NotKept(Refusal):
    """Content that is not where it should be; the entry in the catalogue stands, the file is gone."""


class StoreUnreachable(Refusal):
    """The store does not answer; nothing was changed."""


def not_kept(sha256: str) -> NotKept:
    """The refusal for content that is missing."""
    return NotKept("文件不在存储里（指纹 $sha256），请联系系统管理员从备份恢复。", sha256=sha256[:12])
