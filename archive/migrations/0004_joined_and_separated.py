"""The extracts that each import joined to articles, and decisions that separate articles."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0003_plain_labels'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='JoinedExtract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('how', models.CharField(choices=[('link', 'same original link'), ('title', 'same source and title, near dates'), ('text', 'same text')], max_length=5)),
                ('share', models.FloatField()),
            ],
            options={
                'verbose_name': 'joined copy',
                'verbose_name_plural': 'joined copies',
                'ordering': ['-pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='correction',
            name='correction_kind_fits_target',
        ),
        migrations.RemoveConstraint(
            model_name='correction',
            name='correction_has_key_of_its_kind',
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='decision_kind_is_known',
        ),
        # Two steps: the runs of earlier versions get no number, because they did not count.
        migrations.AddField(
            model_name='importrun',
            name='joined_count',
            field=models.PositiveIntegerField(help_text='Empty if the import was made by a version that did not count them.', null=True, verbose_name='joined'),
        ),
        migrations.AlterField(
            model_name='importrun',
            name='joined_count',
            field=models.PositiveIntegerField(default=0, help_text='Empty if the import was made by a version that did not count them.', null=True, verbose_name='joined'),
        ),
        migrations.AlterField(
            model_name='correction',
            name='kind',
            field=models.CharField(choices=[('field', 'Field'), ('withdrawn', 'Withdrawn'), ('problem', 'settled problem'), ('alias', 'Alias'), ('distinct', 'not the same'), ('mention_state', 'state of a mention'), ('separated', 'another article')], max_length=13),
        ),
        migrations.AlterField(
            model_name='decision',
            name='kind',
            field=models.CharField(choices=[('correct', 'Correct an article'), ('withdraw', 'Withdraw articles'), ('restore', 'Restore articles'), ('names', 'Decide about names in an article'), ('settle', 'Mark problems as settled'), ('bulk', 'Correct several articles'), ('merge', 'Merge two names'), ('split', 'Split off an alias'), ('rename', 'Rename a place, organisation or person'), ('spellings', 'Add or ban an alias'), ('describe', 'Change a description'), ('accept', 'Accept names, or keep them apart'), ('separate', 'Separate articles that were joined')], max_length=10),
        ),
        migrations.AddIndex(
            model_name='correction',
            index=models.Index(condition=models.Q(('kind', 'separated')), fields=['key'], name='correction_separated'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('article__isnull', False), ('kind__in', ['field', 'withdrawn', 'problem', 'separated'])), models.Q(('entity__isnull', False), ('kind__in', ['field', 'alias', 'distinct'])), models.Q(('kind', 'mention_state'), ('mention__isnull', False)), _connector='OR'), name='correction_kind_fits_target'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('key', ''), ('kind__in', ['withdrawn', 'mention_state'])), models.Q(('kind__in', ['field', 'problem', 'alias', 'distinct', 'separated']), models.Q(('key', ''), _negated=True)), _connector='OR'), name='correction_has_key_of_its_kind'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['correct', 'withdraw', 'restore', 'names', 'settle', 'bulk', 'merge', 'split', 'rename', 'spellings', 'describe', 'accept', 'separate'])), name='decision_kind_is_known'),
        ),
        migrations.AddField(
            model_name='joinedextract',
            name='article',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='archive.article'),
        ),
        migrations.AddField(
            model_name='joinedextract',
            name='extract',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='joined', to='archive.extract', verbose_name='parsed article'),
        ),
        migrations.AddField(
            model_name='joinedextract',
            name='run',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='joined', to='archive.importrun'),
        ),
        migrations.AddIndex(
            model_name='joinedextract',
            index=models.Index(fields=['run', 'id'], name='joined_of_run'),
        ),
    ]
