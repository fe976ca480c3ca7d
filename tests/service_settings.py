"""The service's own settings, with what tests need to be quick. The database is filled in by ``conftest``."""

import os

os.environ["GOLDEN_THREAD_SECRET_KEY"] = "a-key-for-tests-only-" + "0123456789" * 5
os.environ["GOLDEN_THREAD_LOOPBACK"] = "1"
os.environ["DATABASE_URL"] = "postgresql://unset@nowhere.invalid/golden_thread"

from goldenthread.service.settings import *  # noqa: F403
from goldenthread.service.settings import ROOT, STORAGES

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = ROOT / "src" / "goldenthread" / "service" / "portal" / "static"
