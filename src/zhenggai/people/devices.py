"""What a browser says of itself, in two words."""

from __future__ import annotations

# The first that fits wins: every browser also names the ones it wants to pass for.
_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("wxwork", "企业微信"),
    ("Edg", "Edge"),
    ("QIHU", "360"),
    ("QQBrowser", "QQ 浏览器"),
    ("MetaSr", "搜狗浏览器"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("UOS", "统信 UOS"),
    ("Kylin", "麒麟"),
    ("Linux", "Linux"),
)


def device_of(agent: str) -> str:
    """Browser and system, such as `Chrome · Windows`; empty where neither is known."""
    found = [_first(agent, _BROWSERS), _first(agent, _SYSTEMS)]
    return " · ".join(word for word in found if word)


def _first(agent: str, words: tuple[tuple[str, str], ...]) -> str:
    return next((name for mark, name in words if mark in agent), "")
