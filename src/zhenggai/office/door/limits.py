"""How long somebody has to wait before they may try again."""

from __future__ import annotations

import time

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

APP = "allauth.account"


def seconds_to_wait(request: HttpRequest, *, action: str, key: str | None = None) -> int:
    """Seconds until the next try of this kind is allowed; 0 where it is allowed now."""
    now = time.time()
    waits = [0.0]
    for rate in ratelimit.get_rates(app=APP, action=action):
        if (rate.per == "key" and key is None) or (rate.per == "user" and not request.user.is_authenticated):
            continue
        # allauth counts under names of its own and tells nobody the time that is left, so we read its counts.
        name = ratelimit.get_cache_key(request, app=APP, action=action, rate=rate, key=key)
        tries = [at for at in cache.get(name, []) if at > now - rate.duration]
        if len(tries) >= rate.amount:
            waits.append(tries[rate.amount - 1] + rate.duration - now)
    return int(max(waits)) + 1 if max(waits) > 0 else 0


def wait_sentence(seconds: int) -> str:
    """What somebody who has to wait reads."""
    if seconds > 60:
        minutes, rest = divmod(seconds, 60)
        facts = {"minutes": minutes, "seconds": rest}
        return _("失败次数过多，请在 %(minutes)s 分 %(seconds)s 秒后再试。") % facts
    return _("失败次数过多，请在 %(seconds)s 秒后再试。") % {"seconds": max(seconds, 1)}
