"""One run of the tests uses one database: SQLite, or with ZHENGGAI_TEST_DB=postgres a cluster of its own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from pytest_django import DjangoDbBlocker

import cluster

WANTED = os.environ.get("ZHENGGAI_TEST_DB", "sqlite")
MISSING = "没有找到 PostgreSQL 的 initdb:数据库测试未在 PostgreSQL 上运行(Debian 上可装 postgresql)。"
# The workers of a parallel run find home and cluster of their parent in the environment.
PREPARED = "ZHENGGAI_TEST_PREPARED"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")


def prepare_environment() -> tuple[Path | None, cluster.Cluster | None]:
    """A home of our own, no settings of the person at the keyboard, and the wanted database; nothing in a worker."""
    if PREPARED in os.environ:
        return None, None
    for name in list(os.environ):
        if name.startswith(("ZHENGGAI_", "PG", "DATABASE_URL")):
            del os.environ[name]
    home = Path(tempfile.mkdtemp(prefix="zghome-"))
    os.environ |= {
        PREPARED: "here",
        "ZHENGGAI_TEST_DB": WANTED,
        "ZHENGGAI_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "zhenggai.settings",
        # Most people of the tests come in by one step; the tests of the second one ask for it.
        "ZHENGGAI_TWO_STEP_ROLES": "none",
    }
    return home, _prepare_postgres() if WANTED == "postgres" else None


def _prepare_postgres() -> cluster.Cluster | None:
    os.environ["ZHENGGAI_DB"] = "postgres"
    binaries = cluster.find_binaries()
    if binaries is None:
        os.environ |= {PREPARED: "missing", "PGDATABASE": "none"}
        return None
    started = cluster.start_cluster(binaries)
    os.environ |= started.variables()
    return started


HOME, CLUSTER = prepare_environment()
IS_MISSING = os.environ[PREPARED] == "missing"

import django  # noqa: E402  the environment comes first
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

for folder in ("FILES", "UPLOADS", "PREVIEWS"):
    own = getattr(settings, folder) / WORKER
    own.mkdir(exist_ok=True)
    setattr(settings, folder, own)
if WANTED != "postgres":
    # Threads of one test meet in a file, as the processes of an office do.
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(settings.HOME / f"test-{WORKER}.sqlite3")
# Hashing slowly on purpose protects people, not tests.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
django.setup()

# How fast examples are made says something of the machine, nothing of the product.
hypothesis.settings.register_profile("ours", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("ours")

import counted  # noqa: E402  asks the product what lets counts go
import guards  # noqa: E402  reads the database, so it comes after the set-up
import one_entry  # noqa: E402  so does this
import told  # noqa: E402  and this

# The one that looks at who called it is the outer one.
counted.watch()
told.watch()
one_entry.watch()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Fail a test in which an operation wrote none or several entries, or one that tells its rows wrongly, or leaves counts."""
    one_entry.slips(), told.slips(), counted.slips()
    yield
    found = [*one_entry.slips(), *told.slips(), *counted.slips()]
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not IS_MISSING:
        return
    if os.environ.get("CI", "").lower() == "true":
        pytest.exit(MISSING, returncode=1)
    for item in items:
        item.add_marker(pytest.mark.skip(reason=MISSING))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(MISSING if IS_MISSING else f"database: {connection.vendor}")


def pytest_unconfigure() -> None:
    if CLUSTER is not None:
        CLUSTER.stop()
    if HOME is not None:
        shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture
def guards_return(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Put the rows of migrations and the triggers back after Django has emptied every table."""
    with django_db_blocker.unblock():
        guards.remember()
    yield
    with django_db_blocker.unblock():
        guards.put_back()


@pytest.fixture
def committing_db(guards_return: None, transactional_db: None) -> Iterator[None]:
    """A database in which the test really commits; the triggers stand, and are lifted only to clean up."""
    yield
    guards.lift()
