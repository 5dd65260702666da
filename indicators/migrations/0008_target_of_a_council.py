import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0007_collection_rounds"),
    ]

    operations = [
        migrations.AddField(
            model_name="target",
            name="council",
            field=models.ForeignKey(
                help_text="Whose target it is.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="targets",
                to="indicators.area",
            ),
        ),
        migrations.RemoveConstraint(model_name="target", name="one_current_target"),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True)),
                fields=("indicator", "council", "period"),
                name="one_current_target",
            ),
        ),
    ]
