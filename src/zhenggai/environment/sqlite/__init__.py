"""SQLite as a database of Django in which writers take turns."""
