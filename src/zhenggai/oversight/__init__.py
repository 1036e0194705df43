"""Meetings, institutions, what waits for whom, and reminders."""
