"""Django's admin, with this product's own way in."""

from django.contrib.admin.apps import AdminConfig

from config import deployment

__all__ = ["ReferenceDataConfig", "deployment"]


class ReferenceDataConfig(AdminConfig):
    default_site = "readiness.reference_data_site.ReferenceDataSite"
