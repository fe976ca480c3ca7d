"""Django's PostgreSQL engine, but for how a kept connection is looked at before each page."""
