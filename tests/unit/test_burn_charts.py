"""The burn-down as a picture and as a table: the same days, the same figures."""

from __future__ import annotations

from datetime import date

import vl_convert

from zhenggai.domain.burning import Left
from zhenggai.ui.burn_charts import Falling, falling
from zhenggai.ui.charts import CONFIG

LEFT = (Left(date(2026, 3, 1), 3, 3, 3, 3), Left(date(2026, 3, 2), 2, 1, 2, 1))


def test_every_line_has_its_own_colour_and_dash_and_every_day():
    lines = [Falling("没有了结", "#1d4f91", (1, 0), (3, 2)), Falling("按计划应剩", "#868f9a", (4, 4), (3, 1))]

    for narrow in (False, True):
        spec = falling([one.day for one in LEFT], lines, narrow=narrow)
        drawn = vl_convert.vegalite_to_svg({"config": CONFIG, **spec}, allowed_base_urls=[])

        assert len(spec["data"]["values"]) == 4
        assert ("没有了结" in drawn, "按计划应剩" in drawn) == (True, True)
        assert spec["width"] <= 345 if narrow else spec["width"] > 345
