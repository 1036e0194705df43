"""What the door counts."""

from __future__ import annotations

from django.db import models


class Remembered(models.Model):
    """A row of Django's database cache: counts of tries and codes already used. Only the cache reads and writes it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key
