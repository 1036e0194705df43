"""Run in a home: the product's command, on a machine whose clock was set back by as many seconds as the first word says."""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta, tzinfo

import django.utils.timezone

import zhenggai.cli.house
from zhenggai.cli import main

BACK = float(sys.argv.pop(1))
real_time = time.time


class SetBack(datetime):
    """The clock that the faces look at."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        """The instant that the clock shows."""
        return datetime.now(tz) - timedelta(seconds=BACK)


if __name__ == "__main__":
    django.utils.timezone.datetime = SetBack
    zhenggai.cli.house.datetime = SetBack
    time.time = lambda: real_time() - BACK
    main()
