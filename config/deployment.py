"""What ``manage.py check`` warns of: it starts, but not as a council would want it to."""

from django.conf import settings
from django.core.checks import Warning as Caution
from django.core.checks import register


@register()
def mail_is_sent(app_configs, **kwargs) -> list[Caution]:
    if settings.MODE != "production" or settings.EMAIL_HOST:
        return []
    return [
        Caution(
            "EMAIL_HOST is missing: invitations and links to choose a password are written to "
            "the log, where whoever reads it can use them.",
            hint="Set EMAIL_HOST, and EMAIL_USER and EMAIL_PASSWORD where the server wants them.",
            id="golden_thread.W001",
        )
    ]
