from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NAMES = ("党委", "政府", "部门", "镇街", "村", "企业", "学校", "其他")


def add_types(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    unit_type = apps.get_model("people", "UnitType")
    unit_type.objects.bulk_create(unit_type(name=name, position=place) for place, name in enumerate(NAMES, start=1))


class Migration(migrations.Migration):

    dependencies = [("people", "0002_units_as_a_tree_and_persons")]

    operations = [migrations.RunPython(add_types, migrations.RunPython.noop)]
