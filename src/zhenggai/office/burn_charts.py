"""The burn-down of a round or of a frozen period: the picture, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from zhenggai.domain.burning import Left
from zhenggai.office.dashboard_charts import Chart
from zhenggai.ui.burn_charts import BROAD, OPEN, PLANNED, STRICT, Falling, falling
from zhenggai.ui.charts import Spec

NAME = "burndown"
# With fewer days there is no line.
FEWEST = 2


def burn_chart(left: Sequence[Left]) -> Chart | None:
    """The burn-down; None where there is nothing to draw yet."""
    if len(left) < FEWEST:
        return None
    values = [(one.open, one.strict, one.broad, one.planned) for one in left]
    names = (_("没有了结"), _("严格口径剩余"), _("宽口径剩余"), _("按计划应剩"))
    return Chart(
        name=NAME,
        title=_("剩余任务"),
        words=_("折线图：每天还剩多少任务，和按计划应剩多少，数字见表格。"),
        heads=(_("日期"), *names),
        rows=tuple((one.day.isoformat(), numbers) for one, numbers in zip(left, values, strict=True)),
        draw=lambda narrow: _drawn(left, names, values, narrow=narrow),
    )


def _drawn(left: Sequence[Left], names: Sequence[str], values: Sequence[tuple[int, ...]], *, narrow: bool) -> Spec:
    looks = (OPEN, STRICT, BROAD, PLANNED)
    lines = [
        Falling(name, colour, dash, told)
        for name, (colour, dash), told in zip(names, looks, zip(*values, strict=True), strict=True)
    ]
    return falling([one.day for one in left], lines, narrow=narrow)
