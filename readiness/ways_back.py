"""Back to the list that somebody came from, with its filters."""

from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request, *, otherwise: str) -> str:
    """The address in the form's ``back``, if it is one of ours."""
    back = request.POST.get("back", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    return otherwise
