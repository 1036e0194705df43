"""Error pages: what happened, in plain words, and a way on; none of them asks the database."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenggai.domain.refusals import Refusal
from zhenggai.ui.outages import Outage, outage_of
from zhenggai.ui.words import sentence_of


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Words of an error page and where it leads on; `again` are the values of a form that can be sent once more."""

    status: int
    title: str
    sentences: tuple[str, ...]
    way_label: str
    way_url: str = "/"
    second_label: str = ""
    second_url: str = ""
    again: tuple[tuple[str, str], ...] = ()


def answer_with(page: ErrorPage) -> HttpResponse:
    """Render an error page without a request, so that it works whatever has failed."""
    return HttpResponse(render_to_string("ui/error.html", {"error": page}), status=page.status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that makes no sense."""
    return answer_with(
        ErrorPage(
            status=400,
            title=_("这个请求无法处理"),
            sentences=(_("地址或提交的内容不完整，可能是链接被截断，或页面放置过久。"), _("请返回上一页重新操作。")),
            way_label=_("回到总览"),
        )
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a person who may not do this."""
    reason = sentence_of(exception) if isinstance(exception, Refusal) else _("当前岗位没有办理这件事的权限。")
    return answer_with(
        ErrorPage(
            status=403,
            title=_("没有权限"),
            sentences=(reason, _("如工作需要，请联系整改办公室调整岗位。")),
            way_label=_("回到总览"),
        )
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose proof of origin is missing or out of date."""
    return answer_with(
        ErrorPage(
            status=403,
            title=_("页面已过期"),
            sentences=(
                _("为防止他人冒用，这次提交没有被接受，也没有改动任何内容。"),
                _("请返回上一页，刷新后重新提交。浏览器须允许本站的 Cookie。"),
            ),
            way_label=_("回到总览"),
            second_label=_("重新登录"),
            second_url="/login/",
        )
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address where nothing stands."""
    reason = sentence_of(exception) if isinstance(exception, Refusal) else _("地址可能有误，或者这里的内容已经移走。")
    return answer_with(
        ErrorPage(
            status=404,
            title=_("没有这个页面"),
            sentences=(reason,),
            way_label=_("回到总览"),
            second_label=_("全部轮次"),
            second_url="/cycles/",
        )
    )


def too_large(*, limit_megabytes: int, way_url: str) -> HttpResponse:
    """Answer an upload above the limit."""
    return answer_with(
        ErrorPage(
            status=413,
            title=_("文件太大"),
            sentences=(
                _("一次上传的文件合计不能超过 %(limit)s MB，这次上传没有被接收。") % {"limit": limit_megabytes},
                _("请分几次上传，或去掉文件中的图片后再试。"),
            ),
            way_label=_("回到导入"),
            way_url=way_url,
        )
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer who asks too often."""
    return answer_with(
        ErrorPage(
            status=429,
            title=_("操作过于频繁"),
            sentences=(_("短时间内提交的次数太多，这一次没有办理。"), _("请等一分钟再试。")),
            way_label=_("回到总览"),
        )
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when we have failed, or something that we stand on; the cause is in the log."""
    outage = outage_of(sys.exception())
    if outage:
        return _out_of_service(request, outage)
    return answer_with(
        ErrorPage(
            status=500,
            title=_("系统出错了"),
            sentences=(
                _("这次操作没有完成，已保存的内容不受影响。错误已记入系统日志。"),
                _("请稍后再试；反复出现时，请把出错时间告诉系统管理员。"),
            ),
            way_label=_("回到总览"),
        )
    )


_OUTAGES = {
    Outage.DISK_FULL: (
        gettext_lazy("服务器的磁盘满了"),
        gettext_lazy("请告诉系统管理员腾出空间；腾出以后不用重启，直接再试。"),
    ),
    Outage.READ_ONLY: (
        gettext_lazy("服务器的数据目录写不进去"),
        gettext_lazy("请告诉系统管理员：数据目录被设成了只读，或者权限不对。"),
    ),
    Outage.BUSY: (gettext_lazy("同时保存的人太多"), gettext_lazy("请等几秒钟再试。")),
    Outage.DATABASE_GONE: (
        gettext_lazy("数据库暂时连不上"),
        gettext_lazy("系统会自己重新连接，一般一两分钟就好。持续连不上时，请告诉系统管理员。"),
    ),
}
# Longer than any text that people type by hand; more than that is not carried in a page.
_LONGEST_CARRIED = 200_000
_RETRY_SECONDS = "30"


def _out_of_service(request: HttpRequest, outage: Outage) -> HttpResponse:
    """Say what is in the way, and keep what was typed so that it can be sent once more."""
    title, advice = _OUTAGES[outage]
    if request.method in {"GET", "HEAD"}:
        page = ErrorPage(
            status=503,
            title=str(title),
            sentences=(_("这一页暂时打不开；以前保存的内容都在。"), str(advice)),
            way_label=_("再打开一次"),
            way_url=_same_place(request),
            second_label=_("回到总览"),
            second_url="/",
        )
    else:
        typed = _typed_in(request)
        carried = (_("您填的内容还在这一页里，好了以后点“再提交一次”。"),) if typed else ()
        page = ErrorPage(
            status=503,
            title=str(title),
            sentences=(_("这次操作没有完成，一点也没有保存；以前保存的内容都在。"), str(advice), *carried),
            way_label=_("回到总览"),
            again=typed,
        )
    answer = answer_with(page)
    answer.headers["Retry-After"] = _RETRY_SECONDS
    return answer


def _same_place(request: HttpRequest) -> str:
    """The address that was asked for, as a link that cannot lead to another host."""
    return f"/{request.get_full_path().lstrip('/')}"


def _typed_in(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """What a form brought, unless it is secret, too long, or came with files, which a page cannot carry."""
    try:
        values = tuple((name, value) for name, texts in request.POST.lists() for value in texts)
        with_files = bool(request.FILES)
    except Exception:
        # The body was read by somebody else, or is broken: there is nothing to carry.
        return ()
    secret = any("password" in name or "code" in name for name, _value in values)
    too_long = sum(len(value) for _name, value in values) > _LONGEST_CARRIED
    return () if secret or too_long or with_files else values
