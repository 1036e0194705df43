from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "zhenggai.ledger"
    verbose_name = "台账"

    def ready(self) -> None:
        from zhenggai.journal.operations import carry_rows
        from zhenggai.ledger.told_rows import rows_told

        carry_rows(rows_told)
