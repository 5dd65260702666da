import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0009_whose_target_it_is"),
    ]

    operations = [
        migrations.AlterField(
            model_name="target",
            name="council",
            field=models.ForeignKey(
                help_text="Whose target it is.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="targets",
                to="indicators.area",
            ),
        ),
    ]
