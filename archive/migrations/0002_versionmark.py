"""Give each archive version a random mark, so that an index of another history is recognised."""

import secrets

from django.db import migrations, models


def mark_the_present_version(apps, schema_editor):
    """Store a mark for the number that the archive has now."""
    database = schema_editor.connection.alias
    for version in apps.get_model("archive", "ArchiveVersion").objects.using(database).all():
        apps.get_model("archive", "VersionMark").objects.using(database).create(
            number=version.number, mark=secrets.token_hex(8)
        )


class Migration(migrations.Migration):
    dependencies = [("archive", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="VersionMark",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("mark", models.CharField(max_length=16)),
            ],
        ),
        migrations.RunPython(mark_the_present_version, migrations.RunPython.noop),
    ]
