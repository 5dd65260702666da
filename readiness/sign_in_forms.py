"""The four forms of signing in, in this product's words; what they do is allauth's."""

from allauth.account import forms

PASSWORD_HINT = (
    "At least 12 characters. Three unrelated words are easy to remember and hard to guess."  # noqa: S105
)


def _say(field, label: str, hint: str = "") -> None:
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs["spellcheck"] = "false"


class SignInForm(forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self.fields["login"], "E-mail address")
        _say(self.fields["password"], "Password")
        self.fields["login"].error_messages["required"] = "Enter your e-mail address."
        self.fields["password"].error_messages["required"] = "Enter your password."


class AskForNewPasswordForm(forms.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self.fields["email"], "E-mail address", "The one you sign in with.")
        self.fields["email"].error_messages["required"] = "Enter your e-mail address."


class NewPasswordForm(forms.ResetPasswordKeyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self.fields["password1"], "New password", PASSWORD_HINT)
        _say(self.fields["password2"], "New password again")


class ChangePasswordForm(forms.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _say(self.fields["oldpassword"], "Current password")
        _say(self.fields["password1"], "New password", PASSWORD_HINT)
        _say(self.fields["password2"], "New password again")
