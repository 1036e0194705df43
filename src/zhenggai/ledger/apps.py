from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "zhenggai.ledger"
    verbose_name = "台账"

    def ready(self) -> None:
        """Say what other rooms are to call: the rows an entry tells of, what earlier homes told, what somebody leaves open, who stands in for them."""
        from zhenggai.journal.queries import carry_earlier
        from zhenggai.journal.telling import tell_of
        from zhenggai.ledger.arrived import earlier_rows
        from zhenggai.ledger.leftovers import open_handovers
        from zhenggai.ledger.standing_in import lend_empty_posts
        from zhenggai.ledger.told_kinds import ROOM
        from zhenggai.people.leaving import heed_leaving
        from zhenggai.people.standing_in import lend_offices

        tell_of("ledger", ROOM)
        carry_earlier(earlier_rows)
        heed_leaving(open_handovers)
        lend_offices(lend_empty_posts)
