"""A return's day becomes its own, or that of the assessment it belongs to. Those there are keep
theirs."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [("readiness", "0029_feeds_and_calendars")]

    operations = [
        migrations.AlterModelOptions(name="informationreturn", options={"ordering": ["-id"]}),
        migrations.RenameField("informationreturn", "due_on", "own_due_on"),
        migrations.AlterField(
            model_name="informationreturn",
            name="own_due_on",
            field=models.DateField(blank=True, null=True, verbose_name="due on"),
        ),
        migrations.AddField(
            model_name="informationreturn",
            name="assessment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="information_returns",
                to="readiness.assessment",
            ),
        ),
        migrations.AlterModelOptions(
            name="informationreturn",
            options={
                "ordering": [
                    models.OrderBy(
                        Coalesce("assessment__return_due_on", "own_due_on"), descending=True
                    ),
                    "-id",
                ]
            },
        ),
        migrations.AddConstraint(
            model_name="informationreturn",
            constraint=models.CheckConstraint(
                name="return_has_the_clocks_day_or_its_own",
                condition=models.Q(assessment__isnull=True, own_due_on__isnull=False)
                | models.Q(assessment__isnull=False, own_due_on__isnull=True),
                violation_error_message="Give the day CQC wants it, or the assessment whose it is.",
            ),
        ),
    ]
