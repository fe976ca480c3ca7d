"""Django settings: one set for the demonstration and for an agency's own server.

Everything that differs between the two comes from the environment, and each process is given only what it needs:
``DATABASE_URL`` (its own role's), ``GOLDEN_THREAD_SECRET_KEY``, ``GOLDEN_THREAD_HOSTS`` (names it answers to, with
commas), ``GOLDEN_THREAD_STATE`` (where the installation keeps its files), ``GOLDEN_THREAD_PROXIES`` (how many of our
own proxies stand in front), ``GOLDEN_THREAD_TIME_LIMITS`` (a file of the area's own time limits) and
``GOLDEN_THREAD_LOOPBACK=1`` (plain HTTP on this machine only).
"""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF

from goldenthread.service.database.addresses import django_database
from goldenthread.service.database.roles import named_roles
from goldenthread.service.time_limits import read_time_limits

ROOT = Path(__file__).resolve().parents[3]
STATE = Path(os.environ.get("GOLDEN_THREAD_STATE") or ROOT / "var")
ON_LOOPBACK = os.environ.get("GOLDEN_THREAD_LOOPBACK") == "1"

# Django refuses to start a process whose key is empty; `environment.require` says so in plain words before that.
SECRET_KEY = os.environ.get("GOLDEN_THREAD_SECRET_KEY", "")
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("GOLDEN_THREAD_OLD_SECRET_KEYS", "").split(",") if key]
DEBUG = False
ALLOWED_HOSTS = os.environ.get("GOLDEN_THREAD_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "goldenthread.service.store",
    "goldenthread.service.portal",
    "goldenthread.service.jobs",
]
MIDDLEWARE = [
    "goldenthread.service.health.answer_health",
    "django.middleware.security.SecurityMiddleware",
    "goldenthread.service.headers.keep_no_copy",
    "goldenthread.service.headers.refuse_other_sites",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "goldenthread.service.signing_in.need_second_factor",
    # Every page asks for a sign-in unless its view says `login_not_required`.
    "goldenthread.service.portal.views.failing.HandsBack",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "goldenthread.service.portal.urls"
WSGI_APPLICATION = "goldenthread.service.wsgi.application"

_CONTEXT = ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth"]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "goldenthread.service.portal.jinja.environment", "context_processors": _CONTEXT},
    },
    # Only for what allauth has and the portal does not replace.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    },
]

# Actions open their own transactions, so that a deed and its ledger entry stand or fall together.
DATABASES: dict[str, dict[str, Any]] = {"default": django_database(os.environ.get("DATABASE_URL", ""))}
# What web, worker and auditor are called in this cluster: the owner's migrations grant each its own.
DATABASE_ROLES = named_roles(str(DATABASES["default"].get("NAME", "")))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, so that limits on sign-in hold across web processes.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "framework_cache"}}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.memory.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Signing in -----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "store.Account"
AUTHENTICATION_BACKENDS = ["goldenthread.service.accounts_at_work.AccountsWithTheirAgency"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "goldenthread.service.signing_in.NobodySignsThemselvesUp"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("GOLDEN_THREAD_PROXIES", "0"))
MFA_ADAPTER = "goldenthread.service.signing_in.SealedFactors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Golden Thread"
# A code that has just gone by still counts: people type slowly and clocks differ. Source: RFC 6238, section 5.2.
MFA_TOTP_TOLERANCE = 1
MFA_TRUST_ENABLED = False

# Sessions, cookies and headers ----------------------------------------------------------------------------------
_HOST = "" if ON_LOOPBACK else "__Host-"
SESSION_COOKIE_NAME = f"{_HOST}sessionid"
SESSION_ENGINE = "goldenthread.service.sessions"
SESSION_LONGEST_HOURS = 12
SESSION_COOKIE_AGE = SESSION_LONGEST_HOURS * 3600
# After this long without a click everything but the way out of an emergency asks for a sign-in: see `signing_in`.
SESSION_IDLE_SECONDS = 15 * 60
# When the last click was is noted this often: to note each one would cost a second commit a page.
SESSION_NOTED_EVERY_SECONDS = 30
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = not ON_LOOPBACK
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{_HOST}csrftoken"
CSRF_COOKIE_SECURE = not ON_LOOPBACK
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "goldenthread.service.portal.views.failing.form_expired"
SECURE_SSL_REDIRECT = not ON_LOOPBACK
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = 0 if ON_LOOPBACK else 2 * 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not ON_LOOPBACK
SECURE_HSTS_PRELOAD = not ON_LOOPBACK
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": a browser then sends forms with "Origin: null", and every form would be refused as forged.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        # The nonce is for the one line by which the design system says that scripts run.
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
# A form that is longer comes back without its words, so that the page itself sends none: see `portal.js`.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# No query, form field, address bar or exception text is ever logged: see `logs`.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"bare": {"()": "goldenthread.service.logs.BareFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "bare"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.db.backends": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "goldenthread": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
# How long each step of sharing may take in this area.
TIME_LIMITS = read_time_limits(os.environ.get("GOLDEN_THREAD_TIME_LIMITS", ""))
SILENCED_SYSTEM_CHECKS: list[str] = []
