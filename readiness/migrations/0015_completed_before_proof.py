"""Updates from before proof was asked for say so, rather than claiming one or lacking both."""

from django.db import migrations

BEFORE = "Completed before proof was asked for."


def say_so(apps, schema_editor):
    updates = apps.get_model("readiness", "ActionUpdate").objects
    updates.filter(status="completed", proof=None, why_no_proof="").update(why_no_proof=BEFORE)


def take_it_back(apps, schema_editor):
    apps.get_model("readiness", "ActionUpdate").objects.filter(why_no_proof=BEFORE).update(
        why_no_proof=""
    )


class Migration(migrations.Migration):
    dependencies = [("readiness", "0014_proof_risks_and_progress")]

    operations = [migrations.RunPython(say_so, take_it_back)]
