"""Addresses of the evidence app. Names are global: ``{% url 'download' version.pk %}``."""

from django.urls import path

from evidence import upload_views, views

urlpatterns = [
    path("evidence/versions/<int:pk>/download/", views.download, name="download"),
    path("evidence/uploads/", upload_views.begin, name="uploads"),
    path("evidence/uploads/<uuid:key>/", upload_views.upload, name="upload"),
    path("evidence/versions/<int:pk>/pages/<int:number>/", views.page_picture, name="page_picture"),
]
