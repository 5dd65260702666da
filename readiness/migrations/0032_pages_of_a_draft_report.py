"""A paragraph knows its page; the day comments are due is the clock's alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("readiness", "0031_report_set_up_changed")]

    operations = [
        migrations.RemoveField("draftreport", "due_on"),
        migrations.AddField(
            model_name="reportparagraph",
            name="page",
            field=models.PositiveIntegerField(
                blank=True, help_text="Where it is known.", null=True
            ),
        ),
    ]
