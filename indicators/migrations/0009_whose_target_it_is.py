"""A target that came with another council's file is that council's; every other is ours. Ours that
such a file had put out of force is in force again."""

from django.conf import settings
from django.db import migrations


def say_whose(apps, schema_editor):
    Target = apps.get_model("indicators", "Target")
    if not Target.objects.exists():
        return
    Area = apps.get_model("indicators", "Area")
    home = Area.objects.filter(code=settings.COUNCIL_CODE).first()
    brought = Target.objects.filter(data_pack__council__isnull=False).select_related("data_pack")
    for target in brought.iterator():
        Target.objects.filter(pk=target.pk).update(council=target.data_pack.council_id)
    ours = Target.objects.filter(council=None)
    if home is None and ours.exists():
        raise RuntimeError(
            f"There are targets, but no council with the code {settings.COUNCIL_CODE} whose they "
            "are. Set COUNCIL_CODE to the council's own code, then migrate again."
        )
    ours.update(council=home)
    if home:
        put_ours_back(Target, home)


def put_ours_back(Target, home):
    others = Target.objects.filter(is_current=True).exclude(council=home)
    for other in others.iterator():
        same = Target.objects.filter(
            indicator=other.indicator_id, period=other.period_id, council=home
        )
        newest = same.exclude(data_pack__state="undone").order_by("-pk").first()
        if newest and newest.withdrawn_at is None:
            Target.objects.filter(pk=newest.pk).update(is_current=True)


def one_in_force(apps, schema_editor):
    """Before councils had targets of their own, one was in force for all: ours, where we had one."""
    Target = apps.get_model("indicators", "Target")
    in_force = Target.objects.filter(is_current=True)
    seen = set()
    ours_first = sorted(
        in_force.values_list("indicator", "period", "council__code", "pk"),
        key=lambda row: (row[2] != settings.COUNCIL_CODE, -row[3]),
    )
    for indicator, period, _, pk in ours_first:
        if (indicator, period) in seen:
            in_force.filter(pk=pk).update(is_current=False)
        seen.add((indicator, period))


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0008_target_of_a_council"),
    ]

    operations = [migrations.RunPython(say_whose, one_in_force)]
