"""Store which reports of rejected and failed files still wait for a person."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Exists, Max, OuterRef


def find_waiting(apps, schema_editor):
    """Let only the last report of a file wait, and only if no article was read in it later."""
    reports = apps.get_model("archive", "FileReport").objects.using(schema_editor.connection.alias)
    seen = apps.get_model("archive", "SeenPath").objects.using(schema_editor.connection.alias)
    last = reports.order_by().values("path").annotate(last=Max("pk")).values("last")
    reports.exclude(pk__in=last).update(is_waiting=False)
    reports.filter(capture__isnull=False, capture__rejection="").update(is_waiting=False)
    read_later = seen.filter(path=OuterRef("path"), capture__run__gt=OuterRef("run"))
    reports.filter(Exists(read_later), capture__isnull=True).update(is_waiting=False)
    rows = reports.filter(is_waiting=True, capture__isnull=True, path__contains=", row ")
    for pk, path in rows.values_list("pk", "path").iterator():
        reports.filter(pk=pk).update(place="row " + path.rpartition(", row ")[2])


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('archive', '0006_text_versions'),
    ]

    operations = [
        migrations.AddField(
            model_name='filereport',
            name='place',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='filereport',
            name='is_waiting',
            field=models.BooleanField(default=True, verbose_name='waiting for review'),
        ),
        migrations.AddField(
            model_name='filereport',
            name='put_aside_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='filereport',
            name='put_aside_reason',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddIndex(
            model_name='filereport',
            index=models.Index(condition=models.Q(('is_waiting', True), ('put_aside_by__isnull', False), _connector='OR'), fields=['path'], name='report_waiting'),
        ),
        migrations.RunPython(find_waiting, migrations.RunPython.noop),
    ]
