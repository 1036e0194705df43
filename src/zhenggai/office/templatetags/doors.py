"""Where something is done, as an address."""

from __future__ import annotations

from django import template
from django.urls import reverse

from zhenggai.ledger.shapes.appointing import HandoverItemRow

register = template.Library()


@register.simple_tag
def way_to_item(item: HandoverItemRow, cycle_id: int) -> str:
    """The page on which a thing that is handed over is done: its own, else that of its task."""
    if item.door:
        return reverse(item.door.name, args=item.door.numbers)
    return reverse("task", args=[cycle_id, item.task_id])
