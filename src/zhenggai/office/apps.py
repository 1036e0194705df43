"""The app that holds the staff pages."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Staff pages."""

    name = "zhenggai.office"
    label = "office"
