"""Keys of names and words of titles without odd apostrophes, unseen letters and letters like "ø"."""

from django.db import migrations

from archive.models.known_item import searched_words
from ingest.mentions.spelling import name_key

_ROWS = 5_000


def compare_again(apps, schema_editor):
    """Make the keys of names and the searched words of known items again, where they change."""
    alias = schema_editor.connection.alias
    for model, columns, made, column in (
        ("EntityName", ("name",), name_key, "key"),
        ("KnownItem", ("title", "lead"), lambda title, lead: searched_words(title or lead), "title_words"),
    ):
        rows = apps.get_model("archive", model).objects.using(alias).order_by("pk")
        last = 0
        while part := list(rows.filter(pk__gt=last).values_list("pk", column, *columns)[:_ROWS]):
            last = part[-1][0]
            for pk, stored, *texts in part:
                if (value := made(*texts)) != stored:
                    rows.filter(pk=pk).update(**{column: value})


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0010_stories'),
    ]

    operations = [
        migrations.RunPython(compare_again, migrations.RunPython.noop),
    ]
