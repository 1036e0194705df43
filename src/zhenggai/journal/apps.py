from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "zhenggai.journal"
    verbose_name = "存证"
