"""Addresses of the evidence app. Names are global: ``{% url 'download' version.pk %}``."""

from django.urls import path

from evidence import views

urlpatterns = [path("evidence/versions/<int:pk>/download/", views.download, name="download")]
