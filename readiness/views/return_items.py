"""One item of an information return: what is asked, what it is answered with, and its state."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.second_editor import refused
from readiness import information_returns, return_page
from readiness.action_update_forms import ReasonForm
from readiness.models import InformationReturn, ReturnDocument, ReturnItem
from readiness.return_choices import documents_to_choose
from readiness.return_forms import (
    AddDocumentForm,
    AddLinkForm,
    EditItemForm,
    ItemForm,
    NoteForm,
)
from readiness.views.plan import add_refusal, typed

may_view = permission_required("readiness.view_information_return", raise_exception=True)
may_manage = permission_required("readiness.manage_information_returns", raise_exception=True)
may_gather = permission_required("readiness.gather_information_return", raise_exception=True)
shows_and_saves = require_http_methods(["GET", "POST"])


def item_of(pk) -> ReturnItem:
    return get_object_or_404(ReturnItem.objects.select_related("information_return"), pk=pk)


@require_GET
@may_view
def return_item(request, pk):
    item = get_object_or_404(return_page.items(), pk=pk)
    page = return_page.build_item(item, on=timezone.localdate())
    return render(request, "readiness/returns/item.html", {"page": page, "item": item})


@shows_and_saves
@may_manage
def add_item(request, pk):
    row = get_object_or_404(InformationReturn, pk=pk)
    form = ItemForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            item = information_returns.add_item(row, **form.cleaned_data, by=request.user)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "Added.")
            return redirect("return_item", pk=item.pk)
    return shown(request, form, heading="Add an item", row=row)


@shows_and_saves
@may_manage
def edit_item(request, pk):
    item = item_of(pk)
    form = EditItemForm(typed(request), item=item)
    change = information_returns.edit_item
    return edited(request, item, form, change, heading="Change what is asked")


@shows_and_saves
@may_gather
def write_note(request, pk):
    item = item_of(pk)
    form = NoteForm(typed(request), item=item)
    return edited(request, item, form, information_returns.write_note, heading="Note")


def edited(request, item, form, change, *, heading):
    """A form about an item that two people may have open."""
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        seen = said.pop("revision")
        try:
            change(item, **said, seen_revision=seen, by=request.user)
        except ValidationError as refusal:
            item.refresh_from_db()
            form = refused(form, refusal, again=partial(type(form), item=item))
        else:
            messages.success(request, "Saved.")
            return redirect("return_item", pk=item.pk)
    return shown(request, form, heading=heading, row=item.information_return, item=item)


@shows_and_saves
@may_gather
def add_document(request, pk):
    item = item_of(pk)
    words = request.GET.get("q", "")
    rows = documents_to_choose(item, words, user=request.user, on=timezone.localdate())
    form = AddDocumentForm(typed(request), rows=rows)
    if request.method == "POST" and form.is_valid():
        done = stepped(request, item, form, information_returns.add_document)
        if done:
            return done
    more = {"typed": words, "found": len(rows)}
    return shown(
        request,
        form,
        heading="Add a document",
        row=item.information_return,
        item=item,
        template="add_document",
        **more,
    )


@shows_and_saves
@may_gather
def add_public_link(request, pk):
    item = item_of(pk)
    form = AddLinkForm(typed(request))
    if request.method == "POST" and form.is_valid():
        done = stepped(request, item, form, information_returns.add_public_link)
        if done:
            return done
    heading = "Add a public link"
    return shown(request, form, heading=heading, row=item.information_return, item=item)


@shows_and_saves
@may_gather
def take_off_document(request, pk):
    uses = ReturnDocument.objects.select_related("item__information_return", "document")
    use = get_object_or_404(uses, pk=pk)
    form = ReasonForm(typed(request))
    if request.method == "POST" and form.is_valid():
        done = stepped(request, use.item, form, partial(take_off, use))
        if done:
            return done
    heading = f"Take off: {use.document}"
    row = use.item.information_return
    return shown(request, form, heading=heading, row=row, item=use.item)


def take_off(use, item, **said):
    information_returns.take_off(use, **said)


@shows_and_saves
@may_manage
def drop_item(request, pk):
    item = item_of(pk)
    form = ReasonForm(typed(request))
    if request.method == "POST" and form.is_valid():
        done = stepped(request, item, form, information_returns.drop_item)
        if done:
            return done
    heading = "Take it off the list"
    return shown(request, form, heading=heading, row=item.information_return, item=item)


def stepped(request, item, form, change):
    """Back to the item's page; None where it was refused, which the form then says."""
    try:
        change(item, **form.cleaned_data, by=request.user)
    except ValidationError as refusal:
        add_refusal(form, refusal)
        return None
    messages.success(request, "Saved.")
    return redirect("return_item", pk=item.pk)


@require_POST
@may_gather
def mark_item_ready(request, pk):
    change = partial(information_returns.mark_ready, on=timezone.localdate())
    return pressed(request, pk, change, "Ready.")


@require_POST
@may_gather
def take_item_up_again(request, pk):
    return pressed(request, pk, information_returns.take_up_again, "In progress again.")


@require_POST
@may_manage
def put_item_back(request, pk):
    return pressed(request, pk, information_returns.put_back, "It is on the list again.")


def pressed(request, pk, change, words: str):
    item = item_of(pk)
    try:
        change(item, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, words)
    return redirect("return_item", pk=pk)


def shown(request, form, *, heading: str, row, item=None, template="form", **more):
    context = {"form": form, "heading": heading, "row": row, "item": item, **more}
    return render(request, f"readiness/returns/{template}.html", context)
