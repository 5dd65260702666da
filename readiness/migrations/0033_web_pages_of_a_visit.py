"""What a reviewer reads may be a web page as well."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("readiness", "0032_pages_of_a_draft_report")]

    operations = [
        migrations.AlterField(
            model_name="visitread",
            name="what",
            field=models.CharField(
                choices=[
                    ("start", "Start page"),
                    ("statement", "Quality statement"),
                    ("document", "Document"),
                    ("page", "Page of a document"),
                    ("pdf", "PDF of its pages taken away"),
                    ("original", "File taken away"),
                    ("link", "Web page opened"),
                ],
                max_length=9,
            ),
        ),
    ]
