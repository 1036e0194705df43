from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "zhenggai.people"
    verbose_name = "人员"

    def ready(self) -> None:
        """Say what the journal is to tell of people."""
        from zhenggai.journal.telling import tell_of
        from zhenggai.people.told_kinds import ROOM

        tell_of("people", ROOM)
