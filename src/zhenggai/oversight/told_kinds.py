"""What entries tell of oversight: meetings with their decisions, institutions with what they serve, papers, layouts, reminders."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, Q

from zhenggai.journal.tables import Begins, Part, TableKind
from zhenggai.journal.telling import Finder, Reached, Room, Subject, each_of, own
from zhenggai.oversight.models import (
    ComposedPaper,
    Institution,
    InstitutionMeasure,
    InstitutionTask,
    Meeting,
    MeetingDecision,
    MeetingMeasure,
    Paper,
    PaperLayout,
    PaperPassage,
    PaperVersion,
    Reminder,
    ReminderRecipient,
)

KINDS = (
    TableKind(
        "meeting",
        "会议",
        Meeting,
        (Part("decisions", MeetingDecision, "meeting_id"), Part("measures", MeetingMeasure, "meeting_id")),
        begins=Begins.MENTIONED,
    ),
    TableKind(
        "institution",
        "制度",
        Institution,
        (
            Part("tasks", InstitutionTask, "institution_id"),
            Part("measures", InstitutionMeasure, "institution_id"),
        ),
        begins=Begins.MENTIONED,
    ),
    TableKind("filed_paper", "归档的文件", Paper),
    TableKind(
        "composed_paper",
        "文稿",
        ComposedPaper,
        (Part("passages", PaperPassage, "paper_id"), Part("versions", PaperVersion, "paper_id")),
        begins=Begins.MENTIONED,
    ),
    TableKind("paper_layout", "文稿的版式", PaperLayout, begins=Begins.MENTIONED),
    TableKind("reminder", "提醒", Reminder, (Part("told", ReminderRecipient, "reminder_id"),)),
)


def _filed(model: type[Meeting] | type[Institution], column: str) -> Finder:
    """Tells the file that a meeting or an institution has now; an earlier one was told when it was filed."""

    def find(subject: Subject, _cycle: int | None, _at: datetime) -> Reached:
        found = model._default_manager.filter(pk=subject.id).exclude(**{column: None})
        return {"filed_paper": list(found.values_list(column, flat=True))}

    return find


def _tasks_made(subject: Subject, _cycle: int | None, _at: datetime) -> Reached:
    """The tasks that were made of a meeting's decisions."""
    made = MeetingDecision.objects.filter(meeting=subject.id).exclude(task=None)
    return {"task": list(made.values_list("task_id", flat=True))}


def _newest_reminder(_subject: Subject, cycle: int | None, _at: datetime) -> Reached:
    """The step that was taken just now; the round is held meanwhile."""
    newest = Reminder.objects.filter(cycle=cycle).aggregate(newest=Max("pk"))["newest"]
    return {"reminder": (newest,) if newest is not None else ()}


def _of_the_round(_subject: Subject, cycle: int | None, _at: datetime) -> Reached:
    """All that came with a round from another home."""
    of_the_round = (Meeting, Institution, ComposedPaper, PaperLayout, Reminder)
    found = {
        model: list(model._default_manager.filter(cycle=cycle).values_list("pk", flat=True)) for model in of_the_round
    }
    filed = Paper.objects.filter(Q(meetings__cycle=cycle) | Q(institutions__cycle=cycle)).distinct()
    return {
        "meeting": found[Meeting],
        "institution": found[Institution],
        "composed_paper": found[ComposedPaper],
        "paper_layout": found[PaperLayout],
        "reminder": found[Reminder],
        "filed_paper": list(filed.values_list("pk", flat=True)),
    }


ROOM = Room(
    KINDS,
    {
        "meeting": own("meeting"),
        "meeting.file_minutes": each_of(own("meeting"), _filed(Meeting, "minutes_id")),
        "meeting.make_task": each_of(own("meeting"), _tasks_made),
        "institution": own("institution"),
        "institution.file": each_of(own("institution"), _filed(Institution, "paper_id")),
        "paper": own("composed_paper"),
        "layout": own("paper_layout"),
        "remind.step": _newest_reminder,
        "cycle.import": _of_the_round,
    },
)
