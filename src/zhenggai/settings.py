"""Every setting, from the environment alone; nonsense stops the start with one sentence.

`docs/operations.md` explains each name; a test compares the two.
"""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured

from zhenggai.domain.roles import Role

PACKAGE = Path(__file__).resolve().parent
WORDS_FOR_YES = frozenset({"1", "true", "yes", "on"})
WORDS_FOR_NO = frozenset({"0", "false", "no", "off"})


class WrongSetting(ImproperlyConfigured):
    """A setting that is missing or makes no sense; its text is one sentence for the person starting us."""


def env_text(name: str, *, default: str) -> str:
    """The variable's text without surrounding blanks; `default` where it is absent or empty."""
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, *, default: bool) -> bool:
    """Whether the variable says yes.

    :raises WrongSetting: for any word that is neither yes nor no.
    """
    word = env_text(name, default="yes" if default else "no").lower()
    if word in WORDS_FOR_YES | WORDS_FOR_NO:
        return word in WORDS_FOR_YES
    raise WrongSetting(f"{name} 只能是 yes 或 no，现在是“{word}”。")


def env_int(name: str, *, default: int, least: int, most: int) -> int:
    """The variable as a whole number.

    :raises WrongSetting: where it is no number or lies outside `least` to `most`.
    """
    text = env_text(name, default=str(default))
    if text.isascii() and text.isdigit() and least <= int(text[:12]) <= most:
        return int(text)
    raise WrongSetting(f"{name} 应是 {least} 到 {most} 之间的整数，现在是“{text}”。")


def env_choice(name: str, *, default: str, choices: frozenset[str]) -> str:
    """The variable as one of a closed set of words.

    :raises WrongSetting: for any other word.
    """
    word = env_text(name, default=default)
    if word in choices:
        return word
    known = "、".join(sorted(choices)) if len(choices) < 10 else f"已知的名称（如 {default}）"
    raise WrongSetting(f"{name} 只能是{known}，现在是“{word}”。")


def env_list(name: str, *, default: str) -> list[str]:
    """The variable as words separated by commas."""
    return [word.strip() for word in env_text(name, default=default).split(",") if word.strip()]


def env_secret(name: str) -> str:
    """A secret from the variable itself or from the file that NAME_FILE names; empty where neither is given.

    :raises WrongSetting: where the file cannot be read or both are given.
    """
    path = env_text(f"{name}_FILE", default="")
    value = env_text(name, default="")
    if path and value:
        raise WrongSetting(f"{name} 和 {name}_FILE 只能给一个。")
    if not path:
        return value
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        raise WrongSetting(f"{name}_FILE 指向的文件读不出来：{path}。") from fault


def prepare_home(home: Path) -> Path:
    """Make the home folder with its parts, readable by its owner alone.

    :raises WrongSetting: where it cannot be made or written.
    """
    try:
        for folder in (home, *(home / part for part in ("files", "uploads", "previews", "keys", "static"))):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise WrongSetting(f"ZHENGGAI_HOME 不能用作数据目录：{home}({fault.strerror})。") from fault
    return home


def write_once(path: Path, text: str) -> None:
    """Put a file whole into its place, readable by its owner alone; one that is there already stays."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(beside, path)
    finally:
        Path(beside).unlink()


def kept_secret(path: Path) -> str:
    """The secret stored at `path`, made at the first start; two first starts agree on one.

    :raises WrongSetting: where the file cannot be read or is too short to protect anything.
    """
    try:
        if not path.exists():
            write_once(path, secrets.token_urlsafe(48))
    except OSError as fault:
        raise WrongSetting(f"密钥文件写不进去：{path}({fault.strerror})。") from fault
    return long_enough(path.read_text(encoding="utf-8").strip(), named=str(path))


def long_enough(secret: str, *, named: str) -> str:
    """The secret itself.

    :raises WrongSetting: where it has fewer than 32 characters.
    """
    if len(secret) < 32:
        raise WrongSetting(f"{named} 里的密钥太短，至少要 32 个字符。")
    return secret


def sqlite_database(home: Path) -> dict[str, Any]:
    """SQLite in the home folder: writers queue up instead of failing half-way."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": home / "zhenggai.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


def postgres_database() -> dict[str, Any]:
    """PostgreSQL by DATABASE_URL, else by the PG* variables that every client of it knows.

    :raises WrongSetting: where neither names a database.
    """
    url = env_secret("DATABASE_URL")
    found = parts_of(url) if url else parts_of_environment()
    if not found["NAME"]:
        raise WrongSetting("ZHENGGAI_DB=postgres 时，请用 DATABASE_URL 或 PGDATABASE 写明数据库。")
    return {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, **found}


def parts_of(url: str) -> dict[str, Any]:
    """Django's database fields of a postgres:// address.

    :raises WrongSetting: for any other kind of address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as fault:
        raise WrongSetting("DATABASE_URL 不是一个完整的地址。") from fault
    if parts.scheme not in {"postgres", "postgresql"}:
        raise WrongSetting("DATABASE_URL 应以 postgresql:// 开头。")
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
    }


def parts_of_environment() -> dict[str, Any]:
    """Django's database fields of the PG* variables."""
    port = env_int("PGPORT", default=5432, least=1, most=65535)
    return {
        "NAME": env_text("PGDATABASE", default=""),
        "USER": env_text("PGUSER", default=""),
        "PASSWORD": env_secret("PGPASSWORD"),
        "HOST": env_text("PGHOST", default=""),
        "PORT": str(port),
    }


def env_roles(name: str, *, default: str) -> frozenset[str]:
    """Roles by name, separated by commas; the empty set for `none`.

    :raises WrongSetting: for a role that does not exist.
    """
    words = frozenset(env_list(name, default=default)) - {"none"}
    unknown = words - {role.value for role in Role}
    if unknown:
        raise WrongSetting(f"{name} 里没有这个角色：{'、'.join(sorted(unknown))}。")
    return words


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


DEBUG = env_bool("ZHENGGAI_DEBUG", default=False)
HOME = prepare_home(Path(env_text("ZHENGGAI_HOME", default="zhenggai-data")).expanduser().resolve())
FILES = HOME / "files"
MAX_UPLOAD_BYTES = env_int("ZHENGGAI_MAX_UPLOAD_MB", default=50, least=1, most=2000) * 1_000_000
# Evidence: pieces under way, small pictures of what is kept (both may be thrown away), where it is kept, who looks for viruses.
UPLOADS = HOME / "uploads"
PREVIEWS = HOME / "previews"
MAX_EVIDENCE_BYTES = env_int("ZHENGGAI_MAX_EVIDENCE_MB", default=200, least=1, most=20_000) * 1_000_000
UPLOAD_DAYS = env_int("ZHENGGAI_UPLOAD_DAYS", default=7, least=1, most=90)
S3 = env_s3()
CLAMD = env_clamd("ZHENGGAI_CLAMD")
CLAMD_UNREACHABLE = env_choice("ZHENGGAI_CLAMD_UNREACHABLE", default="refuse", choices=frozenset({"refuse", "accept"}))

_given_key = env_secret("ZHENGGAI_SECRET_KEY")
SECRET_KEY = (
    long_enough(_given_key, named="ZHENGGAI_SECRET_KEY") if _given_key else kept_secret(HOME / "keys" / "secret_key")
)

BACKUP_PASSPHRASE = env_secret("ZHENGGAI_BACKUP_PASSPHRASE")

DB = env_choice("ZHENGGAI_DB", default="sqlite", choices=frozenset({"sqlite", "postgres"}))
DATABASES: Mapping[str, dict[str, Any]] = {
    "default": postgres_database() if DB == "postgres" else sqlite_database(HOME)
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Checkpoints of the journal: under which name and key they are signed, with which hash, how often, and who keeps them.
ORIGIN = env_text("ZHENGGAI_ORIGIN", default="")
JOURNAL_KEY = env_secret("ZHENGGAI_JOURNAL_KEY")
TREE_HASH = env_choice("ZHENGGAI_TREE_HASH", default="sha256", choices=frozenset({"sha256", "sm3"}))
SEAL_MINUTES = env_int("ZHENGGAI_SEAL_MINUTES", default=5, least=0, most=1440)
CHECKPOINT_KEEPERS = env_list("ZHENGGAI_CHECKPOINT_KEEPERS", default="")

# How often the rules look where something has changed, while the server runs.
LOOK_MINUTES = env_int("ZHENGGAI_LOOK_MINUTES", default=1, least=0, most=1440)

# Mail goes out only where a server is named, or another way.
EMAIL_HOST = env_text("ZHENGGAI_MAIL_HOST", default="")
MAIL_BACKEND = env_choice(
    "ZHENGGAI_MAIL_BACKEND", default="smtp" if EMAIL_HOST else "none", choices=frozenset(MAIL_BACKENDS)
)
EMAIL_BACKEND = MAIL_BACKENDS[MAIL_BACKEND]
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_PORT = env_int("ZHENGGAI_MAIL_PORT", default=25, least=1, most=65535)
EMAIL_HOST_USER = env_text("ZHENGGAI_MAIL_USER", default="")
EMAIL_HOST_PASSWORD = env_secret("ZHENGGAI_MAIL_PASSWORD")
_mail_security = env_choice("ZHENGGAI_MAIL_SECURITY", default="none", choices=frozenset({"none", "starttls", "tls"}))
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail_security == "starttls", _mail_security == "tls"
DEFAULT_FROM_EMAIL = mail_sender(
    env_text("ZHENGGAI_MAIL_FROM", default="zhenggai@localhost"),
    backend=MAIL_BACKEND,
    host=EMAIL_HOST,
    user=EMAIL_HOST_USER,
)
MAIL_SITE = mail_site(env_text("ZHENGGAI_MAIL_SITE", default=""))
EMAIL_TIMEOUT = 30

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "zhenggai.journal",
    "zhenggai.people",
    "zhenggai.ledger",
    "zhenggai.oversight",
    "zhenggai.ui",
    "zhenggai.office",
    "zhenggai.office.door",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhenggai.ui.middleware.security_headers",
    "zhenggai.ui.middleware.bounded_body",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "zhenggai.ui.middleware.known_actor",
    "zhenggai.office.door.middleware.seen_session",
    "zhenggai.office.door.middleware.second_step_first",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhenggai.ui.middleware.RefusalPages",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "zhenggai.office.shell.shell",
            ],
        },
    },
]

ROOT_URLCONF = "zhenggai.urls"
WSGI_APPLICATION = "zhenggai.wsgi.application"

AUTH_USER_MODEL = "people.Account"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
CSRF_FAILURE_VIEW = "zhenggai.ui.errors.csrf_failure"
# The log-in page shows the accounts of the demonstration.
DEMO = env_bool("ZHENGGAI_DEMO", default=False)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

# Logging in, through allauth: no mail, no signing up, no page of its own.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# Limits and used codes are counted in the database, so that several processes count together.
# Whoever could push others' counts out by adding more of them would try for ever, hence the many entries.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "door_remembered",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
LOGIN_TRIES = env_int("ZHENGGAI_LOGIN_TRIES", default=5, least=1, most=100)
LOGIN_PAUSE_MINUTES = env_int("ZHENGGAI_LOGIN_PAUSE_MINUTES", default=5, least=1, most=1440)
TWO_STEP_ROLES = env_roles("ZHENGGAI_TWO_STEP_ROLES", default="none" if DEMO else "leader,supervisor,office_clerk")
ACCOUNT_ADAPTER = "zhenggai.office.door.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "login"
# A whole office may stand behind one address, so an address may fail more often than an account.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": f"60/m/ip,{LOGIN_TRIES}/{LOGIN_PAUSE_MINUTES * 60}s/key",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "zhenggai.office.door.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
# The clocks of phones and of servers without internet part by some seconds.
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "整改"

SSO_ISSUER = env_text("ZHENGGAI_SSO_ISSUER", default="")
SSO_CLIENT_ID = env_text("ZHENGGAI_SSO_CLIENT_ID", default="")
SSO_SECRET = env_secret("ZHENGGAI_SSO_SECRET")
SSO_CLAIM = env_text("ZHENGGAI_SSO_CLAIM", default="preferred_username")
SSO_OPENS_ACCOUNTS = env_bool("ZHENGGAI_SSO_OPENS_ACCOUNTS", default=False)
if SSO_ISSUER:
    SOCIALACCOUNT_PROVIDERS = sso_provider(issuer=SSO_ISSUER, client_id=SSO_CLIENT_ID, secret=SSO_SECRET)
    SOCIALACCOUNT_ADAPTER = "zhenggai.office.door.sso.SsoAdapter"
    SOCIALACCOUNT_QUERY_EMAIL = False
    INSTALLED_APPS += ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env_choice("ZHENGGAI_TIME_ZONE", default="Asia/Shanghai", choices=frozenset(available_timezones()))

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True

ALLOWED_HOSTS = env_list("ZHENGGAI_HOSTS", default="127.0.0.1,localhost,[::1]")
HTTPS = env_bool("ZHENGGAI_HTTPS", default=False)
CSRF_TRUSTED_ORIGINS = env_list("ZHENGGAI_TRUSTED_ORIGINS", default="")
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env_int("ZHENGGAI_SESSION_HOURS", default=12, least=1, most=720) * 3600

# Larger bodies go to disk piece by piece; a form with thousands of ticked rows is still a form.
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO" if DEBUG else "WARNING"},
}
