"""Opening the house: settings, Django, and a database brought up to date. Only what needs the database comes here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from zhenggai.cli.usage import CouldNot
from zhenggai.cli.words import _, language, say


@contextmanager
def opened_house(*, migrated: bool = True) -> Iterator[None]:
    """Set up Django and migrate, unless that is left to the caller; refusals and wrong settings inside become one sentence.

    :raises CouldNot: with that sentence.
    """
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    from zhenggai.domain.refusals import Refusal

    try:
        _set_up(migrated=migrated)
        yield
    except Refusal as refusal:
        raise CouldNot(say(refusal)) from refusal
    except ImproperlyConfigured as fault:
        raise CouldNot(str(fault)) from fault
    except DatabaseError as fault:
        raise CouldNot(
            _("数据库用不了（$fault）：请检查 ZHENGGAI_HOME 和 ZHENGGAI_DB 的设置。", fault=fault)
        ) from fault


def now() -> datetime:
    """The clock, which only faces look at."""
    return datetime.now(UTC)


def _set_up(*, migrated: bool) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhenggai.settings")
    import django
    from django.apps import apps
    from django.core.management import call_command
    from django.utils import translation

    if not apps.ready:
        django.setup()
    if migrated:
        call_command("migrate", interactive=False, verbosity=0)
    translation.activate("en" if language() == "en" else "zh-hans")
