from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "zhenggai.oversight"
    verbose_name = "督导"

    def ready(self) -> None:
        """Say what the journal is to tell of oversight."""
        from zhenggai.journal.telling import tell_of
        from zhenggai.oversight.told_kinds import ROOM

        tell_of("oversight", ROOM)
