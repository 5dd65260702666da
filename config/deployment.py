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


@register()
def files_are_scanned(app_configs, **kwargs) -> list[Caution]:
    if not settings.SCAN_FILES or settings.CLAMAV_HOST:
        return []
    return [
        Caution(
            "CLAMAV_HOST is missing: every file that is added waits for a virus scanner, and "
            "nobody can download it.",
            hint="Set CLAMAV_HOST to where ClamAV's daemon listens, such as 127.0.0.1:3310.",
            id="golden_thread.W002",
        )
    ]
