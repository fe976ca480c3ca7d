"""What tests of our own database server have in common."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

# Never on a database that keeps anything: what a crash could lose here is worth nothing.
QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
IN_MEMORY = Path("/dev/shm")
ENOUGH_BYTES = 4 * 2**30


def open_folder() -> Path:
    """A fresh folder that the database's own user can pass through, as it could not through pytest's.

    In memory where there is room for all that the tests keep at once (under 1 GiB): a database is hundreds of files.
    """
    folder = Path(tempfile.mkdtemp(prefix="gt-test-", dir=IN_MEMORY if _is_roomy(IN_MEMORY) else None))
    folder.chmod(0o711)
    return folder


def _is_roomy(place: Path) -> bool:
    """Whether a place is there for us to write to and run from, and all but empty."""
    if not os.access(place, os.W_OK):
        return False
    said = os.statvfs(place)
    return said.f_bavail * said.f_frsize > ENOUGH_BYTES and not said.f_flag & os.ST_NOEXEC


def copy_installation(original: Path, to: Path) -> None:
    """Copy an installation whose server is stopped, its files' owners included, into an empty folder."""
    subprocess.run([shutil.which("cp") or "/bin/cp", "-a", f"{original}/.", str(to)], check=True)
    to.chmod(0o711)
