"""What a process must be told before it starts."""

import os

MEANING = {
    "DATABASE_URL": "the database address of this process's own role",
    "GOLDEN_THREAD_SECRET_KEY": "a long random text, kept secret, the same for web and worker",
}


class NotToldEnough(SystemExit):
    """A process was started without what it needs. Ends the process with the sentence, and no trace."""


def require(*names: str) -> None:
    """Refuse to start while one of these is missing from the environment.

    Raises: NotToldEnough naming each missing variable and what it is for.
    """
    missing = [name for name in names if not os.environ.get(name)]
    if missing:
        needed = "; ".join(f"{name} ({MEANING[name]})" for name in missing)
        raise NotToldEnough(f"Cannot start: set {needed}. `make run` sets both for a demonstration.")
    if len(os.environ.get("GOLDEN_THREAD_SECRET_KEY", "")) < 50:
        raise NotToldEnough("Cannot start: GOLDEN_THREAD_SECRET_KEY must have at least 50 characters.")
