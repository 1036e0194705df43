"""Error pages: what happened, in plain words, and a way on; none of them asks the database."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from zhenggai.domain.refusals import Refusal
from zhenggai.ui.words import sentence_of


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Words of an error page and where it leads on."""

    status: int
    title: str
    sentences: tuple[str, ...]
    way_label: str
    way_url: str = "/"
    second_label: str = ""
    second_url: str = ""


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
    """Answer when we have failed; the cause is in the log."""
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
