"""The app that holds the door."""

from django.apps import AppConfig


class DoorConfig(AppConfig):
    """Logging in."""

    name = "zhenggai.office.door"
    label = "door"
