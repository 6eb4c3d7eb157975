"""Plainer labels and help texts; no column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0002_versionmark'),
    ]

    operations = [
        migrations.AlterField(
            model_name='decision',
            name='kind',
            field=models.CharField(choices=[('correct', 'Correct an article'), ('withdraw', 'Withdraw articles'), ('restore', 'Restore articles'), ('names', 'Decide about names in an article'), ('settle', 'Mark problems as settled'), ('bulk', 'Correct several articles'), ('merge', 'Merge two names'), ('split', 'Split off an alias'), ('rename', 'Rename a place, organisation or person'), ('spellings', 'Add or ban an alias'), ('describe', 'Change a description'), ('accept', 'Accept names, or keep them apart')], max_length=10),
        ),
        migrations.AlterField(
            model_name='entity',
            name='evidence',
            field=models.TextField(blank=True, help_text='Where the facts about the name come from.'),
        ),
        migrations.AlterField(
            model_name='entity',
            name='implies_site',
            field=models.BooleanField(default=True, help_text='If set, articles that mention the organisation are also counted at the place where it is. Not set for newspapers and agencies.'),
        ),
        migrations.AlterField(
            model_name='entity',
            name='origin',
            field=models.CharField(choices=[('listed', 'from our data files'), ('detected', 'detected automatically in articles'), ('split', 'split off from another name by staff')], default='listed', help_text='How the name came into the archive.', max_length=8),
        ),
    ]
