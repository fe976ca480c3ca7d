"""Tests here know Django: the settings stand before any of them is imported."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.service_settings")
django.setup()
