from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "zhenggai.ledger"
    verbose_name = "台账"

    def ready(self) -> None:
        """List what somebody leaves open as soon as they leave."""
        from zhenggai.ledger.leftovers import open_handovers
        from zhenggai.people.leaving import heed_leaving

        heed_leaving(open_handovers)
