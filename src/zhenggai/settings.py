"""Every setting, from the environment alone; nonsense stops the start with one sentence.

`docs/operations.md` explains each name; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from zhenggai.environment.databases import postgres_database, sqlite_database
from zhenggai.environment.home import kept_secret, long_enough, prepare_home
from zhenggai.environment.services import MAIL_BACKENDS, env_clamd, env_s3, mail_sender, mail_site, sso_provider
from zhenggai.environment.words import (
    env_bool,
    env_choice,
    env_int,
    env_list,
    env_roles,
    env_secret,
    env_text,
)

PACKAGE = Path(__file__).resolve().parent


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
    "zhenggai.keeping",
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
# Our fixed sentences stand in for Django's own tags on purpose (`ui/templatetags/i18n.py`).
SILENCED_SYSTEM_CHECKS = ["templates.W003"]
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
