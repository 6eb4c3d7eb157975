"""Columns and indexes by which known items are counted and searched; similar titles."""

from django.db import migrations, models

from archive.models.known_item import month_number, searched_words

_ROWS = 2_000


def fill(apps, schema_editor):
    """Set the month and the searched words of the known items that exist."""
    alias = schema_editor.connection.alias
    items = apps.get_model("archive", "KnownItem").objects.using(alias).order_by("pk")
    fields = ("published_on", "title", "lead", "pk")
    last = 0
    while rows := list(items.filter(pk__gt=last).values_list(*fields)[:_ROWS]):
        values = [
            (month_number(day), searched_words(title or lead), pk)
            for day, title, lead, pk in rows
        ]
        with schema_editor.connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE archive_knownitem SET month = %s, title_words = %s WHERE id = %s", values
            )
        last = rows[-1][-1]


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0008_decision_summary'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='knownitem',
            name='known_item_wanted',
        ),
        migrations.AddField(
            model_name='knownitem',
            name='is_title_similar',
            field=models.BooleanField(default=False, help_text='The title of the article is a different spelling of the title in the list.', verbose_name='title differs slightly'),
        ),
        migrations.AddField(
            model_name='knownitem',
            name='month',
            field=models.PositiveIntegerField(editable=False, help_text='Year and month of the date: 201304 for April 2013.', null=True),
        ),
        migrations.AddField(
            model_name='knownitem',
            name='state',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(article__isnull=False, then=models.Value(1)), models.When(is_ambiguous=True, then=models.Value(2)), default=models.Value(0)), output_field=models.SmallIntegerField(choices=[(0, 'not in the archive'), (1, 'in the archive'), (2, 'matches several articles')])),
        ),
        migrations.AddField(
            model_name='knownitem',
            name='title_words',
            field=models.TextField(blank=True, default='', editable=False, help_text='The title, or else the lead, in the form in which words are searched in it.'),
        ),
        migrations.AddIndex(
            model_name='knownitem',
            index=models.Index(fields=['-published_on', 'id'], name='known_item_by_date'),
        ),
        migrations.AddIndex(
            model_name='knownitem',
            index=models.Index(fields=['state', 'source', 'month', 'title_words'], name='known_item_counts'),
        ),
        # Last, because PostgreSQL makes no index of a table with changed rows in one transaction.
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
