"""The portal as Django knows it."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "goldenthread.service.portal"
    label = "portal"
    verbose_name = "The screens"
