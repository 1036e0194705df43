"""The app that holds what all pages share."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, static files and tags."""

    name = "zhenggai.ui"
    label = "ui"
