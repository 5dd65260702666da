from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0012_words_kept"),
    ]

    operations = [
        migrations.AddField(
            model_name="indicator",
            name="screens_limits",
            field=models.BooleanField(
                default=False,
                help_text="Leave moves that stand out out of the limits of the chart.",
            ),
        ),
    ]
