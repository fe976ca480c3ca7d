"""The portal as a WSGI application, for granian."""

import os

from goldenthread.service.environment import require

require("DATABASE_URL", "GOLDEN_THREAD_SECRET_KEY")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.service.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402 - only once we know what we need

application = get_wsgi_application()
