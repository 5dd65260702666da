from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("readiness", "0015_completed_before_proof")]

    operations = [
        migrations.AddConstraint(
            model_name='actionupdate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'completed'), _negated=True), ('proof__isnull', False), models.Q(('why_no_proof', ''), _negated=True), _connector='OR'), name='completed_has_proof_or_says_why_not', violation_error_message='Say what shows that it is completed, or why nothing does.'),
        ),
    ]
