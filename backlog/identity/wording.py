"""What Flask-Security says, in our words; its German says "Sie", ours comes from our catalogue and says "du"."""

from pathlib import Path
from typing import Any

from backlog.core.i18n import N_

_TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"
_ERRORS = {
    "GENERIC_AUTHN_FAILED": N_("This address and this password do not belong together."),
    "DISABLED_ACCOUNT": N_("This account is switched off."),
    "EMAIL_NOT_PROVIDED": N_("Please write an address."),
    "INVALID_EMAIL_ADDRESS": N_("This is not an e-mail address."),
    "PASSWORD_NOT_PROVIDED": N_("Please write your password."),
    "PASSWORD_INVALID_LENGTH": N_("At least %(length)s characters."),
    "PASSWORD_IS_THE_SAME": N_("That is the password you have now. Choose another one."),
    "RETYPE_PASSWORD_MISMATCH": N_("The two are not the same."),
    "INVALID_PASSWORD": N_("That is not your password."),
    "INVALID_RESET_PASSWORD_TOKEN": N_("This link has been used or is too old. Ask for a new one."),
    "PASSWORD_RESET_EXPIRED": N_("This link worked for %(within)s. Ask for a new one."),
    "ANONYMOUS_USER_REQUIRED": N_("You are signed in already."),
}
_GOOD_NEWS = {
    "PASSWORD_RESET_REQUEST": N_("If there is an account for %(email)s, a mail with a link is on its way."),
    "PASSWORD_RESET": N_("Your password is set, and you are signed in."),
    "PASSWORD_RESET_NO_LOGIN": N_("Your password is set. Sign in with it."),
    "PASSWORD_CHANGE": N_("Your password is changed."),
    "REAUTHENTICATION_SUCCESSFUL": N_("Thank you."),
    "LOGIN": N_("Please sign in first."),
}
_SUBJECTS = {
    "PASSWORD_RESET": N_("Set a new password"),
    "PASSWORD_NOTICE": N_("Your password has been changed"),
    "PASSWORD_CHANGE_NOTICE": N_("Your password has been changed"),
}
_SUBJECT_OF = {
    "reset_instructions": "PASSWORD_RESET",
    "reset_notice": "PASSWORD_NOTICE",
    "change_notice": "PASSWORD_CHANGE_NOTICE",
}


def subject_of(template: str) -> str:
    """Return the subject of the mail that a template of Flask-Security's makes, not yet translated."""
    return _SUBJECTS[_SUBJECT_OF[template.rpartition("/")[2]]]


def wording() -> dict[str, Any]:
    """Return the settings by which Flask-Security speaks as the rest of the application does."""
    return {
        "SECURITY_I18N_DIRNAME": ["builtin", str(_TRANSLATIONS)],
        # One domain for each directory; what both translate is said in our words.
        "SECURITY_I18N_DOMAIN": "flask_security;messages",
        **{f"SECURITY_MSG_{name}": (sentence, "error") for name, sentence in _ERRORS.items()},
        **{f"SECURITY_MSG_{name}": (sentence, "info") for name, sentence in _GOOD_NEWS.items()},
        **{f"SECURITY_EMAIL_SUBJECT_{name}": sentence for name, sentence in _SUBJECTS.items()},
    }
