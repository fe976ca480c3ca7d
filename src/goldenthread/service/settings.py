"""Django settings (first cut: the platform owner replaces this file)."""

import os

SECRET_KEY = os.environ.get("GOLDEN_THREAD_SECRET_KEY", "")
INSTALLED_APPS: list[str] = []
USE_TZ = True
