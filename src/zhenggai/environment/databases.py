"""The database: a file of the home, or a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from zhenggai.environment.words import WrongSetting, env_int, env_secret, env_text

CONNECTED_SECONDS = 3600


def sqlite_database(home: Path) -> dict[str, Any]:
    """SQLite in the home folder: writers take turns instead of failing half-way."""
    return {
        "ENGINE": "zhenggai.environment.sqlite",
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
    # A new connection knows no table yet and takes several times as long for whatever it is asked first.
    return {
        "ENGINE": "zhenggai.environment.postgresql",
        "CONN_MAX_AGE": CONNECTED_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        **found,
    }


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
