from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "zhenggai.people"
    verbose_name = "人员"
