"""Golden Thread: the small, right piece of information about a child, shared lawfully, with a record."""

__version__ = "0.1.0"
