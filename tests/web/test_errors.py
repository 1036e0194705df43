"""What a person reads when something fails: a plain sentence and a way on."""

from __future__ import annotations

import pytest
from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from drafts import a_cycle
from zhenggai.ui import errors


def test_an_address_where_nothing_stands_says_so(wang: Client) -> None:
    answer = wang.get("/nowhere/")

    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()
    assert "回到总览" in answer.content.decode()


@pytest.mark.parametrize("path", ["/cycles/999/", "/cycles/999/ledger/", "/cycles/999/journal/", "/imports/999/"])
def test_a_number_that_names_nothing_is_said_with_its_number(wang: Client, path: str) -> None:
    answer = wang.get(path)

    assert answer.status_code == 404
    assert "999" in answer.content.decode()


def test_a_problem_is_not_found_under_another_round(wang: Client) -> None:
    cycle = a_cycle()
    problem = wang.get(f"/cycles/{cycle}/ledger/").context["page"].rows[0].problem_id

    answer = wang.get(f"/cycles/{cycle + 1}/problems/{problem}/")

    assert answer.status_code == 404


def test_a_form_without_its_proof_of_origin_is_refused_in_words() -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/login/", {"login": "a", "password": "b"})

    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


def test_our_own_failure_is_said_without_asking_the_database(rf: RequestFactory) -> None:
    answer = errors.server_error(rf.get("/"))

    assert answer.status_code == 500
    assert "系统出错了" in answer.content.decode()


def test_a_request_that_makes_no_sense_is_answered_in_words(rf: RequestFactory) -> None:
    answer = errors.bad_request(rf.get("/"), BadRequest())

    assert answer.status_code == 400
    assert "这个请求无法处理" in answer.content.decode()


def test_an_upload_above_the_limit_names_the_limit() -> None:
    answer = errors.too_large(limit_megabytes=200, way_url="/imports/")

    assert answer.status_code == 413
    assert "200 MB" in answer.content.decode()
    assert 'href="/imports/"' in answer.content.decode()


def test_the_keeper_of_the_machine_sees_no_content(gu: Client) -> None:
    answer = gu.get("/imports/")

    assert answer.status_code == 403
    assert "没有权限" in answer.content.decode()
    assert "系统管理员" in answer.content.decode()


def during(fault: BaseException, request: HttpRequest) -> HttpResponse:
    """What is answered while that fault is on its way up."""
    try:
        raise fault
    except type(fault):
        return errors.server_error(request)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (OSError(28, "No space left on device"), "服务器的磁盘满了"),
        (OperationalError("database or disk is full"), "服务器的磁盘满了"),
        (OSError(30, "Read-only file system"), "服务器的数据目录写不进去"),
        (OperationalError("attempt to write a readonly database"), "服务器的数据目录写不进去"),
        (OperationalError("database is locked"), "同时保存的人太多"),
        (
            OperationalError('connection to server on socket "/tmp/s" failed: No such file or directory'),
            "数据库暂时连不上",
        ),
        (InterfaceError("connection already closed"), "数据库暂时连不上"),
    ],
)
def test_what_is_out_of_service_is_said_and_what_was_typed_can_be_sent_again(
    rf: RequestFactory, fault: Exception, said: str
) -> None:
    answer = during(fault, rf.post("/cycles/1/tasks/1/plan/", {"target": '河道"清零"', "version": "3"}))

    page = answer.content.decode()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert said in page
    assert "一点也没有保存" in page
    assert 'name="target" value="河道&quot;清零&quot;"' in page
    assert "再提交一次" in page


@pytest.mark.parametrize(
    ("asked", "again"),
    [("/cycles/2/?state=done", "/cycles/2/?state=done"), ("//elsewhere.example/", "/elsewhere.example/")],
)
def test_a_page_that_cannot_be_opened_now_leads_back_to_itself_and_to_no_other_host(
    rf: RequestFactory, asked: str, again: str
) -> None:
    address, _, query = asked.partition("?")
    request = rf.get("/", QUERY_STRING=query)
    request.path = address

    page = during(OperationalError("connection refused"), request).content.decode()

    assert "这一页暂时打不开" in page
    assert f'href="{again}">再打开一次' in page
    assert "一点也没有保存" not in page


def test_an_outage_behind_another_fault_is_found(rf: RequestFactory) -> None:
    fault = RuntimeError("could not be kept")
    fault.__cause__ = OSError(28, "No space left on device")

    assert during(fault, rf.get("/")).status_code == 503


@pytest.mark.parametrize(
    "fault", [OperationalError("no such table: ledger_task"), KeyError("x"), OSError(2, "No such file or directory")]
)
def test_a_fault_of_our_own_is_none_of_these(rf: RequestFactory, fault: Exception) -> None:
    assert during(fault, rf.get("/")).status_code == 500


@pytest.mark.parametrize("secret", ["password", "new_password1", "code"])
def test_no_secret_comes_back_in_a_page(rf: RequestFactory, secret: str) -> None:
    answer = during(OSError(28, "full"), rf.post("/login/", {"login": "wang", secret: "stone-bridge-41"}))

    assert answer.status_code == 503
    assert "stone-bridge-41" not in answer.content.decode()
