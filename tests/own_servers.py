"""What tests of our own database server have in common."""

import tempfile
from pathlib import Path

# Never on a database that keeps anything: what a crash could lose here is worth nothing.
QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def open_folder() -> Path:
    """A fresh folder that the database's own user can pass through, as it could not through pytest's."""
    folder = Path(tempfile.mkdtemp(prefix="gt-test-"))
    folder.chmod(0o711)
    return folder
