"""The app that keeps a home as a whole."""

from django.apps import AppConfig


class KeepingConfig(AppConfig):
    """Has no tables of its own; it knows how to start, save and restore those of others."""

    name = "zhenggai.keeping"
    label = "keeping"
