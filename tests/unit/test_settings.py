"""Settings: from the environment alone, all of them documented, and nonsense stops the start with one sentence."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from zhenggai import settings
from zhenggai.environment import words
from zhenggai.environment.words import WrongSetting

ROOT = Path(__file__).parents[2]


SCRIPT = "from zhenggai import settings as s; print(s.DEBUG, s.DB, s.DATABASES['default']['NAME'], s.SECRET_KEY)"


def started(tmp_path, *, script=SCRIPT, **variables):
    """What happens when the settings are loaded in a process of their own."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ZHENGGAI_", "PG", "DATABASE_URL"))
    }
    return subprocess.run(
        [sys.executable, "-c", script],
        env={**kept, "ZHENGGAI_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT / "src"), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def source_of_settings() -> str:
    parts = [ROOT / "src/zhenggai/settings.py", *(ROOT / "src/zhenggai/environment").glob("*.py")]
    return "\n".join(path.read_text(encoding="utf-8") for path in parts)


def test_every_setting_is_explained():
    source = source_of_settings()
    documented = (ROOT / "docs/operations.md").read_text(encoding="utf-8")

    names = set(re.findall(r'env_\w+\(\s*"([A-Z_]+)"', source))

    assert len(names) > 10
    assert {name for name in names if f"`{name}`" not in documented} == set()


def test_no_explained_setting_has_gone():
    source = source_of_settings()
    documented = (ROOT / "docs/operations.md").read_text(encoding="utf-8")

    assert {
        name for name in re.findall(r"^\| `(ZHENGGAI_\w+)`", documented, re.MULTILINE) if name not in source
    } == set()


def test_without_any_setting_the_product_runs_on_sqlite_and_not_in_debug(tmp_path):
    done = started(tmp_path)

    assert done.stdout.startswith(f"False sqlite {tmp_path / 'home' / 'zhenggai.sqlite3'} ")


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    keys = {started(tmp_path).stdout.split()[-1] for _ in range(2)}

    kept = tmp_path / "home/keys/secret_key"
    assert keys == {kept.read_text()}
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "variables",
    [
        {"ZHENGGAI_DEBUG": "maybe"},
        {"ZHENGGAI_DB": "oracle"},
        {"ZHENGGAI_DB": "postgres"},
        {"ZHENGGAI_DB": "postgres", "DATABASE_URL": "mysql://x/y"},
        {"ZHENGGAI_DB": "postgres", "DATABASE_URL": "postgresql://x:port/y"},
        {"ZHENGGAI_DB": "postgres", "PGDATABASE": "x", "PGPORT": "70000"},
        {"ZHENGGAI_MAX_UPLOAD_MB": "-1"},
        {"ZHENGGAI_MAX_UPLOAD_MB": "9" * 40},
        {"ZHENGGAI_SESSION_HOURS": "1.5"},
        {"ZHENGGAI_MAX_EVIDENCE_MB": "0"},
        {"ZHENGGAI_CLAMD": "somewhere"},
        {"ZHENGGAI_CLAMD_UNREACHABLE": "perhaps"},
        {"ZHENGGAI_S3_BUCKET": "evidence"},
        {
            "ZHENGGAI_S3_ENDPOINT": "s3",
            "ZHENGGAI_S3_BUCKET": "evidence",
            "ZHENGGAI_S3_KEY": "x",
            "ZHENGGAI_S3_SECRET": "y",
        },
        {"ZHENGGAI_TIME_ZONE": "Mars/Base"},
        {"ZHENGGAI_LOGIN_TRIES": "0"},
        {"ZHENGGAI_LOGIN_PAUSE_MINUTES": "soon"},
        {"ZHENGGAI_TWO_STEP_ROLES": "leader,emperor"},
        {"ZHENGGAI_SSO_ISSUER": "https://sso.example.gov.cn"},
        {"ZHENGGAI_SSO_ISSUER": "sso", "ZHENGGAI_SSO_CLIENT_ID": "x", "ZHENGGAI_SSO_SECRET": "y"},
        {"ZHENGGAI_SSO_OPENS_ACCOUNTS": "perhaps"},
        {"ZHENGGAI_MAIL_BACKEND": "pigeon"},
        {"ZHENGGAI_MAIL_BACKEND": "smtp", "ZHENGGAI_MAIL_FROM": "a@example.gov.cn"},
        {"ZHENGGAI_MAIL_BACKEND": "file", "ZHENGGAI_MAIL_FROM": "the office"},
        {
            "ZHENGGAI_MAIL_BACKEND": "smtp",
            "ZHENGGAI_MAIL_FROM": "a@example.gov.cn",
            "ZHENGGAI_MAIL_HOST": "mail.example.gov.cn",
            "ZHENGGAI_MAIL_USER": "a",
        },
        {"ZHENGGAI_MAIL_PORT": "0"},
        {"ZHENGGAI_MAIL_SECURITY": "perhaps"},
        {"ZHENGGAI_MAIL_SITE": "zhenggai"},
        {"ZHENGGAI_SECRET_KEY": "short"},
        {"ZHENGGAI_SECRET_KEY_FILE": "/nowhere/at/all"},
        {"ZHENGGAI_SECRET_KEY": "x" * 40, "ZHENGGAI_SECRET_KEY_FILE": "/nowhere"},
        {"ZHENGGAI_HOME": "/proc/nowhere"},
    ],
    ids=lambda variables: " ".join(variables),
)
def test_nonsense_stops_the_start_with_a_sentence_that_names_the_setting(tmp_path, variables):
    done = started(tmp_path, **variables)

    last = done.stderr.strip().splitlines()[-1]
    assert done.returncode != 0
    assert last.startswith("zhenggai.environment.words.WrongSetting: ")
    assert last.endswith("。")
    assert any(name in last for name in [*variables, "PGDATABASE"])


@pytest.mark.parametrize("word", ["yes", "TRUE", "1", " on "])
def test_a_yes_is_a_yes(monkeypatch, word):
    monkeypatch.setenv("ZHENGGAI_X", word)

    assert words.env_bool("ZHENGGAI_X", default=False) is True


def test_an_empty_variable_is_as_good_as_none(monkeypatch):
    monkeypatch.setenv("ZHENGGAI_X", "")

    assert words.env_bool("ZHENGGAI_X", default=True) is True
    assert words.env_int("ZHENGGAI_X", default=5, least=1, most=9) == 5


def test_a_secret_may_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("s3cret\n")
    monkeypatch.setenv("ZHENGGAI_X_FILE", str(tmp_path / "key"))

    assert words.env_secret("ZHENGGAI_X") == "s3cret"


def test_a_secret_never_stands_in_the_refusal(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://wang:hunter2@host/x")

    with pytest.raises(WrongSetting) as refusal:
        settings.postgres_database()

    assert "hunter2" not in str(refusal.value)


def test_a_database_address_is_taken_apart(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://wang:p%40ss@db.local:6432/zhenggai")

    found = settings.postgres_database()

    assert {name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "zhenggai",
        "USER": "wang",
        "PASSWORD": "p@ss",
        "HOST": "db.local",
        "PORT": "6432",
    }
