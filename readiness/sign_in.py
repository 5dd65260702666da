"""How people sign in: what allauth asks of us, and the words it says to them."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login

from readiness.roles import may_sign_in


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; an administrator makes each account (``readiness.accounts``)."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": (
            "The e-mail address or the password is not right. Check both and try again, "
            "or reset your password."
        ),
        "too_many_login_attempts": (
            "There have been too many attempts to sign in with a wrong password. "
            "Wait 15 minutes and try again, or reset your password now."
        ),
        "enter_current_password": "That is not your current password.",
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def pre_login(self, request, user, **kwargs):
        """Turns away, politely, those whose password is right but whose account is closed."""
        if may_sign_in(user):
            return None
        clear_login(request)
        return self.respond_user_inactive(request, user)

    def format_email_subject(self, subject: str) -> str:
        return subject
