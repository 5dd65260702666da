"""Addresses of information returns, under ``/returns/``."""

from django.urls import path, re_path

from readiness.views import return_items, returns

PART = r"(?P<part>today|submitted|since)"

urlpatterns = [
    path("", returns.return_list, name="return_list"),
    path("open/", returns.open_return, name="open_return"),
    path("<int:pk>/", returns.information_return, name="information_return"),
    path("<int:pk>/change/", returns.change_return, name="change_return"),
    path("<int:pk>/owners/", returns.return_owners, name="return_owners"),
    re_path(
        r"^(?P<pk>\d+)/download\.(?P<kind>csv|xlsx)$",
        returns.return_items_export,
        name="return_items_export",
    ),
    path("<int:pk>/load/", returns.load_items, name="load_return_items"),
    path("<int:pk>/add/", return_items.add_item, name="add_return_item"),
    path("<int:pk>/submit/", returns.submit_return, name="submit_return"),
    path("<int:pk>/submitted/", returns.submitted_return, name="submitted_return"),
    re_path(rf"^(?P<pk>\d+)/pack/{PART}/$", returns.return_pack_page, name="return_pack"),
    re_path(
        rf"^(?P<pk>\d+)/pack/{PART}\.zip$",
        returns.download_return_pack,
        name="download_return_pack",
    ),
    path("lists/<int:pk>/", returns.look_at_import, name="return_import"),
    path("lists/<int:pk>/confirm/", returns.confirm_import, name="confirm_return_import"),
    path("lists/<int:pk>/discard/", returns.discard_import, name="discard_return_import"),
    path("items/<int:pk>/", return_items.return_item, name="return_item"),
    path("items/<int:pk>/change/", return_items.edit_item, name="edit_return_item"),
    path("items/<int:pk>/note/", return_items.write_note, name="write_return_note"),
    path("items/<int:pk>/document/", return_items.add_document, name="add_return_document"),
    path("items/<int:pk>/link/", return_items.add_public_link, name="add_return_link"),
    path("items/<int:pk>/ready/", return_items.mark_item_ready, name="mark_item_ready"),
    path("items/<int:pk>/again/", return_items.take_item_up_again, name="take_item_up_again"),
    path("items/<int:pk>/drop/", return_items.drop_item, name="drop_return_item"),
    path("items/<int:pk>/put-back/", return_items.put_item_back, name="put_item_back"),
    path("documents/<int:pk>/take-off/", return_items.take_off_document, name="take_off_document"),
]
