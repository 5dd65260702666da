"""Django's admin, for reference data only: by role, behind the product's own sign-in.

What people judge, log and load has pages of its own, with rules; none of it is registered here.
"""

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect


class ReferenceDataSite(admin.AdminSite):
    site_header = "Golden Thread: reference data"
    site_title = "Golden Thread"
    index_title = "What lists and comparisons rest on"

    def has_permission(self, request) -> bool:
        return request.user.has_perm("readiness.change_reference_data")

    def login(self, request, extra_context=None):
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", request.path))

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")
