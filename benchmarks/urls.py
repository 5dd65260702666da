"""Every address of the product, and a bare view to compare with."""

from django.http import HttpResponse
from django.urls import include, path


def bare(request, size):
    return HttpResponse("x" * size)


urlpatterns = [path("bare/<int:size>/", bare), path("", include("config.urls"))]
