"""Addresses of the staff pages."""

from __future__ import annotations

from django.urls import include, path

from zhenggai.office.views import (
    account,
    coverage,
    cycles,
    dashboard,
    drafts,
    imports,
    leaders,
    ledger,
    many,
    problems,
    reshaping,
    ruling,
    schedule,
    tasks,
    topics,
)

# Each of these brings its own addresses.
TOPICS = ("appointing", "issuing", "progress", "evidence", "figures", "work", "oversight", "proofs", "closing")

urlpatterns = [
    path("", cycles.home, name="home"),
    path("", include("zhenggai.office.door.urls")),
    path("about/", account.about, name="about"),
    path("imports/", imports.imports, name="imports"),
    path("imports/upload/", imports.upload, name="upload"),
    path("imports/<int:draft_id>/", drafts.draft, name="draft"),
    path("imports/<int:draft_id>/undo/", drafts.undo, name="draft_undo"),
    path("imports/<int:draft_id>/redo/", drafts.redo, name="draft_redo"),
    path("imports/<int:draft_id>/discard/", drafts.discard, name="draft_discard"),
    path("imports/<int:draft_id>/read/", drafts.read_again, name="draft_read"),
    path("imports/<int:draft_id>/accept/", drafts.accept, name="draft_accept"),
    path("imports/<int:draft_id>/mend/<slug:step>/", drafts.mend, name="draft_mend"),
    path("people/", include("zhenggai.office.people_urls")),
    *(path("", include(f"zhenggai.office.{topic}_urls")) for topic in TOPICS),
    path("cycles/", cycles.cycles, name="cycles"),
    path("cycles/<int:cycle_id>/", dashboard.dashboard, name="dashboard"),
    path("cycles/<int:cycle_id>/charts/<slug:name>.svg", dashboard.chart, name="chart"),
    path("cycles/<int:cycle_id>/journal/", cycles.journal, name="journal"),
    path("cycles/<int:cycle_id>/schedule/", schedule.schedule, name="schedule"),
    path("cycles/<int:cycle_id>/schedule/<slug:name>.svg", schedule.picture, name="schedule_picture"),
    path("cycles/<int:cycle_id>/leaders/", leaders.leaders, name="leaders"),
    path("cycles/<int:cycle_id>/ledger/", ledger.ledger, name="ledger"),
    path("cycles/<int:cycle_id>/ledger/density/", ledger.density, name="ledger_density"),
    path("cycles/<int:cycle_id>/ledger.xlsx", ledger.export, name="ledger_export"),
    path("cycles/<int:cycle_id>/settings/", ruling.settings, name="settings"),
    path("cycles/<int:cycle_id>/settings/save/", ruling.save, name="settings_save"),
    path("cycles/<int:cycle_id>/settings/preset/", ruling.choose, name="settings_preset"),
    path("cycles/<int:cycle_id>/tasks/<int:task_id>/", tasks.task, name="task"),
    path("cycles/<int:cycle_id>/tasks/<int:task_id>/plan/", tasks.plan, name="task_plan"),
    path("cycles/<int:cycle_id>/tasks/<int:task_id>/reshape/", reshaping.reshape, name="task_reshape"),
    path("cycles/<int:cycle_id>/tasks/<int:task_id>/split/", reshaping.split, name="task_split"),
    path("cycles/<int:cycle_id>/tasks/<int:task_id>/merge/", reshaping.merge, name="task_merge"),
    path("cycles/<int:cycle_id>/tasks/<int:task_id>/move/", reshaping.move, name="task_move"),
    path("cycles/<int:cycle_id>/tasks/<int:task_id>/undo/<int:step_id>/", reshaping.undo, name="task_undo"),
    path("cycles/<int:cycle_id>/tasks/<int:task_id>/take/", tasks.take, name="task_take"),
    path("cycles/<int:cycle_id>/tasks/<int:task_id>/measures/add/", tasks.add, name="measure_add"),
    path("cycles/<int:cycle_id>/tasks/<int:task_id>/measures/<int:measure_id>/", tasks.change, name="measure_change"),
    path("cycles/<int:cycle_id>/tasks/<int:task_id>/measures/<int:measure_id>/drop/", tasks.drop, name="measure_drop"),
    path(
        "cycles/<int:cycle_id>/tasks/<int:task_id>/measures/<int:measure_id>/place/", tasks.place, name="measure_place"
    ),
    path("cycles/<int:cycle_id>/coverage/", coverage.coverage, name="coverage"),
    path("cycles/<int:cycle_id>/coverage/<slug:what>/", coverage.reconcile, name="coverage_reconcile"),
    path("topics/", topics.topics, name="topics"),
    path("topics/add/", topics.add, name="topic_add"),
    path("topics/<int:topic_id>/", topics.change, name="topic_change"),
    path("topics/<int:topic_id>/drop/", topics.drop, name="topic_drop"),
    path("cycles/<int:cycle_id>/many/", many.choose, name="many"),
    path("cycles/<int:cycle_id>/many/preview/", many.preview, name="many_preview"),
    path("cycles/<int:cycle_id>/many/apply/", many.apply, name="many_apply"),
    path("cycles/<int:cycle_id>/problems/<int:problem_id>/", problems.problem, name="problem"),
]
