"""Keeping the home: backups, restoring, moving to another database."""
