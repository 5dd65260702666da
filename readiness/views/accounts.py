"""Accounts, for administrators: see, add, change, close, open again."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.pages_of_rows import show_page
from indicators import list_files
from readiness import account_list as reads
from readiness import accounts
from readiness.account_forms import AccountFilter, AccountForm, NewAccountForm, ReasonForm
from readiness.account_tables import AccountTable
from readiness.people_resources import AccountResource

may_manage_accounts = permission_required("readiness.manage_accounts", raise_exception=True)


def fetch_person(pk: int):
    return get_object_or_404(reads.people(), pk=pk)


def submitted(form_class, request, **kwargs):
    typed = request.POST if request.method == "POST" else request.held_form
    return form_class(typed, **kwargs)


def listed(request):
    """The filter, and the rows that it leaves."""
    on = timezone.localdate()
    accounts_filter = AccountFilter(request.GET, queryset=reads.people(), on=on)
    return accounts_filter, reads.rows(accounts_filter.qs, on=on)


@require_GET
@may_manage_accounts
def account_export(request, kind):
    """All accounts that the list holds under its filter."""
    _, rows = listed(request)
    name = f"accounts-{timezone.localdate()}"
    return list_files.download(AccountResource(), rows, kind=kind, name=name)


@require_GET
@may_manage_accounts
def account_list(request):
    accounts_filter, rows = listed(request)
    table = AccountTable(rows)
    show_page(request, table, rows=50)
    context = {"table": table, "filter": accounts_filter, "count": len(table.data)}
    return render(request, "readiness/accounts/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage_accounts
def add_account(request):
    form = submitted(NewAccountForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            person = accounts.create_account(**form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            invite(request, person)
            return redirect("account", pk=person.pk)
    return render(request, "readiness/accounts/add.html", {"form": form})


@require_GET
@may_manage_accounts
def account(request, pk):
    page = reads.account_page(fetch_person(pk), on=timezone.localdate())
    return render(request, "readiness/accounts/account.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage_accounts
def change_account(request, pk):
    person = fetch_person(pk)
    page = reads.account_page(person, on=timezone.localdate())
    initial = {"roles": page.role_names, "last_day": page.last_day, "revision": page.revision}
    form = submitted(AccountForm, request, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            save_account(person, form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Saved. The account of {page.row.name} is up to date.")
            return redirect("account", pk=pk)
    return render(request, "readiness/accounts/change.html", {"form": form, "page": page})


@transaction.atomic
def save_account(person, chosen, *, by):
    """Roles and last day together or not at all."""
    accounts.change_roles(person, roles=chosen["roles"], by=by, seen_change=chosen["revision"])
    accounts.set_last_day(person, last_day=chosen["last_day"], by=by)


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage_accounts
def close_account(request, pk):
    return ask_why(request, pk, accounts.close_account, "readiness/accounts/close.html")


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage_accounts
def reopen_account(request, pk):
    return ask_why(request, pk, accounts.reopen_account, "readiness/accounts/reopen.html")


def ask_why(request, pk, change, template):
    """A page that asks for a reason, then makes the change."""
    person = fetch_person(pk)
    form = submitted(ReasonForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            change(person, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{person.account_changes.first().change}: {person.email}.")
            return redirect("account", pk=pk)
    page = reads.account_page(person, on=timezone.localdate())
    return render(request, template, {"form": form, "page": page})


@require_POST
@may_manage_accounts
def send_invitation(request, pk):
    invite(request, fetch_person(pk))
    return redirect("account", pk=pk)


def invite(request, person):
    """The account stands whether or not the mail server takes the invitation."""
    site = request.build_absolute_uri("/")
    try:
        accounts.send_invitation(person, site=site, by=request.user)
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, invited_words(person))


def invited_words(person) -> str:
    if not settings.EMAIL_HOST:
        return (
            "No mail server is set up here: the invitation, with the link to choose a password, "
            "was written to the server’s log."
        )
    return (
        f"An invitation to choose a password has been sent to {person.email}. "
        "It works for three days."
    )


@require_GET
@login_not_required
def account_closed(request):
    """Shown to somebody whose password is right but whose account is closed or has ended."""
    return render(request, "account/account_inactive.html")
