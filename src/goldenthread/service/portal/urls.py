"""The portal's URLs, made from its routes, and the pages for when something goes wrong."""

from django.urls import path

from goldenthread.service.portal.gate import guarded
from goldenthread.service.portal.routes import ROUTES

urlpatterns = [path(route.path, guarded(route), name=route.name) for route in ROUTES]

handler400 = "goldenthread.service.portal.views.failing.bad_request"
handler403 = "goldenthread.service.portal.views.failing.not_allowed"
handler404 = "goldenthread.service.portal.views.failing.not_found"
handler500 = "goldenthread.service.portal.views.failing.failed"
