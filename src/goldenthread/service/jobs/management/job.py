"""What the jobs of the command line have in common: they show no screens."""

from django.core.management.base import BaseCommand


class Job(BaseCommand):
    """Starts without Django's checks of routes and templates: they load every screen, and the tests run them."""

    requires_system_checks = ()
