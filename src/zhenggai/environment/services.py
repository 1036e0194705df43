"""Services beside the product: a store of files, a virus scanner, single sign-on, mail."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from zhenggai.environment.words import WrongSetting, env_secret, env_text


def env_s3() -> dict[str, str]:
    """Where evidence is kept in an S3-compatible store; the empty dict for the home folder.

    :raises WrongSetting: where a part is missing or the address is none.
    """
    bucket = env_text("ZHENGGAI_S3_BUCKET", default="")
    if not bucket:
        return {}
    found = {
        "bucket": bucket,
        "endpoint": env_text("ZHENGGAI_S3_ENDPOINT", default=""),
        "region": env_text("ZHENGGAI_S3_REGION", default="us-east-1"),
        "key": env_text("ZHENGGAI_S3_KEY", default=""),
        "secret": env_secret("ZHENGGAI_S3_SECRET"),
        "prefix": env_text("ZHENGGAI_S3_PREFIX", default="").strip("/"),
    }
    if not found["key"] or not found["secret"]:
        raise WrongSetting("写了 ZHENGGAI_S3_BUCKET，就要同时写 ZHENGGAI_S3_KEY 和 ZHENGGAI_S3_SECRET。")
    if found["endpoint"] and urlsplit(found["endpoint"]).scheme not in {"http", "https"}:
        raise WrongSetting("ZHENGGAI_S3_ENDPOINT 应是一个完整的地址，如 https://s3.example.gov.cn。")
    if find_spec("boto3") is None:
        raise WrongSetting("ZHENGGAI_S3_BUCKET 需要另装软件包：pip install 'zhenggai[s3]'。")
    return found


def env_clamd(name: str) -> str:
    """Where the virus scanner listens: unix:/path or host:port; empty for none.

    :raises WrongSetting: for any other text.
    """
    place = env_text(name, default="")
    host, _, port = place.rpartition(":")
    if not place or (place.startswith("unix:/") and len(place) > len("unix:/")) or (host and port.isdigit()):
        return place
    raise WrongSetting(f"{name} 应写成 unix:/路径 或 主机:端口，现在是“{place}”。")


def sso_provider(*, issuer: str, client_id: str, secret: str) -> dict[str, Any]:
    """What allauth has to know of the single sign-on.

    :raises WrongSetting: where a part is missing or the address is none.
    """
    if not client_id or not secret:
        raise WrongSetting("写了 ZHENGGAI_SSO_ISSUER，就要同时写 ZHENGGAI_SSO_CLIENT_ID 和 ZHENGGAI_SSO_SECRET。")
    if urlsplit(issuer).scheme not in {"http", "https"} or not urlsplit(issuer).hostname:
        raise WrongSetting("ZHENGGAI_SSO_ISSUER 应是一个完整的地址，如 https://sso.example.gov.cn/realms/office。")
    if find_spec("jwt") is None or find_spec("requests") is None:
        raise WrongSetting("ZHENGGAI_SSO_ISSUER 需要另装软件包：pip install 'zhenggai[sso]'。")
    app = {"provider_id": "sso", "name": "sso", "client_id": client_id, "secret": secret}
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [{**app, "settings": {"server_url": issuer}}]}}


MAIL_BACKENDS = {
    "none": "django.core.mail.backends.dummy.EmailBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
    "console": "django.core.mail.backends.console.EmailBackend",
    "file": "django.core.mail.backends.filebased.EmailBackend",
}


def mail_sender(address: str, *, backend: str, host: str, user: str) -> str:
    """The address that mails come from.

    :raises WrongSetting: where a part that the backend needs is missing, or it is no address.
    """
    if backend == "none":
        return address
    if backend == "smtp" and not host:
        raise WrongSetting("ZHENGGAI_MAIL_BACKEND=smtp 时，要用 ZHENGGAI_MAIL_HOST 写明邮件服务器。")
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", address):
        raise WrongSetting("ZHENGGAI_MAIL_FROM 应是一个邮箱地址，如 zhenggai@example.gov.cn。")
    if user and not env_secret("ZHENGGAI_MAIL_PASSWORD"):
        raise WrongSetting("写了 ZHENGGAI_MAIL_USER，就要同时写 ZHENGGAI_MAIL_PASSWORD。")
    return address


def mail_site(address: str) -> str:
    """The address under which people find the product, for the one link in a mail; empty for none.

    :raises WrongSetting: where it is no address, or has more than a host and a path.
    """
    parts = urlsplit(address)
    if address and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.username):
        raise WrongSetting("ZHENGGAI_MAIL_SITE 应是一个完整的地址，如 https://zhenggai.example.gov.cn。")
    return address.rstrip("/")
