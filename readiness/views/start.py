"""Where people begin: the page each role came for, and five lines on what they can do here."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from readiness.roles import Role, roles_of

FIRST_PAGES = {
    Role.DIRECTOR: "overview",
    Role.CONTRIBUTOR: "my_work",
    Role.ANALYST: "data_pack_list",
    Role.REVIEWER: "statement_list",
    Role.ADMINISTRATOR: "account_list",
    Role.VISITOR: "my_visit",
}
"""Somebody with several roles begins with the first of theirs."""


@require_GET
def landing(request):
    roles = roles_of(request.user)
    return redirect(next((page for role, page in FIRST_PAGES.items() if role in roles), "help"))


@require_GET
def help_page(request):
    context = {"roles": [role for role in Role if role in roles_of(request.user)]}
    return render(request, "readiness/help.html", context)
