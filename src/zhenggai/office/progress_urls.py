"""Addresses of progress."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from zhenggai.office.views import comments, extensions, progress, promises

TASK = "cycles/<int:cycle_id>/tasks/<int:task_id>"
PROMISE = "cycles/<int:cycle_id>/promises/<int:promise_id>"
MEASURE = f"{TASK}/progress/<int:measure_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("cycles/<int:cycle_id>/progress/", progress.to_report, name="progress"),
    path(f"{TASK}/progress/", progress.tab, name="task_progress"),
    path(f"{MEASURE}/", progress.report, name="progress_report"),
    path(f"{MEASURE}/check/", progress.check, name="progress_check"),
    path(f"{MEASURE}/draft/", progress.draft, name="progress_draft"),
    path(f"{MEASURE}/correct/<int:report_id>/", progress.correct, name="progress_correct"),
    path(f"{TASK}/progress/reports/<int:report_id>/judge/", progress.judge, name="progress_judge"),
    path("cycles/<int:cycle_id>/extensions/", extensions.extensions, name="extensions"),
    path(f"{TASK}/extensions/", extensions.tab, name="task_extensions"),
    path(f"{TASK}/extensions/ask/", extensions.ask, name="extension_ask"),
    path(f"{TASK}/extensions/<int:extension_id>/decide/", extensions.decide, name="extension_decide"),
    path(f"{TASK}/extensions/<int:extension_id>/withdraw/", extensions.withdraw, name="extension_withdraw"),
    path("cycles/<int:cycle_id>/promises/", promises.promises, name="promises"),
    path("cycles/<int:cycle_id>/promises/add/", promises.add, name="promise_add"),
    path(f"{PROMISE}/", promises.promise, name="promise"),
    path(f"{PROMISE}/change/", promises.change, name="promise_change"),
    path(f"{PROMISE}/note/", promises.note, name="promise_note"),
    path(f"{PROMISE}/extend/", promises.extend, name="promise_extend"),
    path(f"{PROMISE}/judge/", promises.judge, name="promise_judge"),
    path(f"{TASK}/comments/", comments.tab, name="task_comments"),
    path(f"{TASK}/comments/add/", comments.add, name="comment_add"),
    path(f"{TASK}/comments/seen/", comments.seen, name="comments_seen"),
    path(f"{TASK}/comments/<int:comment_id>/withdraw/", comments.withdraw, name="comment_withdraw"),
]
