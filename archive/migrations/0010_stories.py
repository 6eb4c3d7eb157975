import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0009_known_item_counts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StoryMarks',
            fields=[
                ('article', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='archive.article')),
                ('day', models.DateField(db_index=True)),
                ('marks', models.BinaryField()),
                ('fingerprint', models.PositiveBigIntegerField(help_text='Changes with the text, the source and the day; then the marks are made again.')),
                ('is_waiting', models.BooleanField(default=True, help_text='The article was not compared with others yet.')),
            ],
            options={
                'verbose_name_plural': 'story marks',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='StoryMatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('near', 'nearly the same text'), ('reworded', 'other words'), ('translated', 'another language')], max_length=10)),
                ('measure', models.FloatField(help_text='How alike the two are, from 0 to 1.')),
            ],
            options={
                'verbose_name_plural': 'story matches',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='StoryMember',
            fields=[
                ('article', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='story_member', serialize=False, to='archive.article')),
                ('story', models.PositiveBigIntegerField(db_index=True)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='StoryProgress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveBigIntegerField(default=0)),
                ('marks_version', models.CharField(blank=True, max_length=20)),
            ],
            options={
                'verbose_name_plural': 'story progress',
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
        migrations.AlterField(
            model_name='correction',
            name='kind',
            field=models.CharField(choices=[('field', 'Field'), ('withdrawn', 'Withdrawn'), ('problem', 'settled problem'), ('alias', 'Alias'), ('distinct', 'not the same'), ('mention_state', 'state of a mention'), ('separated', 'another article'), ('story', 'the same story')], max_length=13),
        ),
        migrations.AlterField(
            model_name='decision',
            name='kind',
            field=models.CharField(choices=[('correct', 'Correct an article'), ('withdraw', 'Withdraw articles'), ('restore', 'Restore articles'), ('names', 'Decide about names in an article'), ('settle', 'Mark problems as settled'), ('bulk', 'Correct several articles'), ('merge', 'Merge two names'), ('split', 'Split off an alias'), ('rename', 'Rename a place, organisation or person'), ('spellings', 'Add or ban an alias'), ('describe', 'Change a description'), ('accept', 'Accept names, or keep them apart'), ('separate', 'Separate articles that were joined'), ('story', 'Decide whether articles tell one story')], max_length=10),
        ),
        migrations.AddIndex(
            model_name='correction',
            index=models.Index(condition=models.Q(('kind', 'story')), fields=['key'], name='correction_story'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('article__isnull', False), ('kind__in', ['field', 'withdrawn', 'problem', 'separated', 'story'])), models.Q(('entity__isnull', False), ('kind__in', ['field', 'alias', 'distinct'])), models.Q(('kind', 'mention_state'), ('mention__isnull', False)), _connector='OR'), name='correction_kind_fits_target'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('key', ''), ('kind__in', ['withdrawn', 'mention_state'])), models.Q(('kind__in', ['field', 'problem', 'alias', 'distinct', 'separated', 'story']), models.Q(('key', ''), _negated=True)), _connector='OR'), name='correction_has_key_of_its_kind'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['correct', 'withdraw', 'restore', 'names', 'settle', 'bulk', 'merge', 'split', 'rename', 'spellings', 'describe', 'accept', 'separate', 'story'])), name='decision_kind_is_known'),
        ),
        migrations.AddField(
            model_name='storymatch',
            name='article',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='archive.article'),
        ),
        migrations.AddField(
            model_name='storymatch',
            name='other',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='archive.article'),
        ),
        migrations.AddConstraint(
            model_name='storyprogress',
            constraint=models.CheckConstraint(condition=models.Q(('pk', 1)), name='story_progress_is_one_row'),
        ),
        migrations.AddConstraint(
            model_name='storymatch',
            constraint=models.UniqueConstraint(fields=('article', 'other'), name='story_match_once'),
        ),
        migrations.AddConstraint(
            model_name='storymatch',
            constraint=models.CheckConstraint(condition=models.Q(('article', models.F('other')), _negated=True), name='story_match_of_two'),
        ),
    ]
