"""Where our own server keeps its data, and as whom it runs.

PostgreSQL refuses to run as root, so for root it runs as somebody with fewer rights, in a folder that this somebody
can reach. Where the installation's own folder is out of reach (a checkout below ``/root``, say), data and a copy of
the binaries live below ``/var/lib/golden-thread``. No existing folder's permissions are ever loosened.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from goldenthread.service.database.binaries import Binaries, Source

ELSEWHERE = Path("/var/lib/golden-thread")
LONGEST_SOCKET_PATH = 100
UNPRIVILEGED = ("postgres", "nobody")


class NoHome(RuntimeError):
    """There is nowhere that the database could keep its data, or no one it could run as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A folder of the database's own (0700), and the user who owns it: ``None`` for whoever we are."""

    folder: Path
    user: pwd.struct_passwd | None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def socket(self) -> Path:
        """Shape: short enough for a socket's path, which the system limits to 107 bytes."""
        here = self.folder / "socket"
        if len(str(here)) < LONGEST_SOCKET_PATH - len("/.s.PGSQL.5432"):
            return here
        return Path(tempfile.gettempdir()) / f"golden-thread-{_digest(self.folder)}"

    def data_major(self) -> int | None:
        """The major version that made the data, or ``None`` while there is none."""
        try:
            return int((self.data / "PG_VERSION").read_text())
        except FileNotFoundError:
            return None


def find_home(state: Path) -> Home:
    """The database's folder for this installation, made if need be.

    Raises: NoHome when root has nobody to run the server as.
    """
    state.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        home = Home(folder=state / "database", user=None)
    else:
        user = _unprivileged_user()
        reachable = _user_may(user, "-x", state)
        home = Home(folder=state / "database" if reachable else ELSEWHERE / _digest(state), user=user)
    own_folder(home.folder, home.user)
    return home


def own_folder(folder: Path, user: pwd.struct_passwd | None) -> None:
    """Make a folder that only the database's user may enter.

    Raises: NoHome when one by that name is there and belongs to somebody else.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    uid = os.geteuid() if user is None else user.pw_uid
    try:
        folder.mkdir(mode=0o700)
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
    except FileExistsError:
        held = folder.lstat()
        if held.st_uid != uid or not folder.is_dir() or folder.is_symlink() or held.st_mode & 0o077:
            raise NoHome(f"{folder} must be a folder that only the database's user may enter. Move it away.") from None


def reachable_binaries(binaries: Binaries, home: Home) -> Binaries:
    """The same binaries, copied once to where the database's user can read them, if it cannot read them in place.

    Raises: NoHome when an installed server is out of its own user's reach.
    """
    if home.user is None or _user_may(home.user, "-x", binaries.folder / "postgres"):
        return binaries
    if binaries.source is not Source.WHEEL:
        raise NoHome(f"{home.user.pw_name}, as whom PostgreSQL runs, cannot reach {binaries.folder}.")
    place = home.folder / "binaries" / f"{binaries.source}-{binaries.major}-{_digest(_stamp(binaries))}"
    if not place.exists():
        half = place.with_name(place.name + ".half")
        shutil.rmtree(half, ignore_errors=True)
        for tree in (binaries.tree, *binaries.beside):
            shutil.copytree(tree, half / tree.name, symlinks=True)
        _give(half.parent, home.user)
        half.rename(place)
    return replace(binaries, folder=place / binaries.folder.relative_to(binaries.tree.parent))


def _give(top: Path, user: pwd.struct_passwd) -> None:
    os.chown(top, user.pw_uid, user.pw_gid)
    for folder, folders, files in os.walk(top):
        for name in (*folders, *files):
            os.chown(Path(folder) / name, user.pw_uid, user.pw_gid, follow_symlinks=False)


def _unprivileged_user() -> pwd.struct_passwd:
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoHome("PostgreSQL may not run as root, and this machine has neither a user postgres nor nobody.")


def _user_may(user: pwd.struct_passwd, what: str, path: Path) -> bool:
    """Ask the system itself, as that user: permissions, groups and access lists are all taken into account."""
    test = shutil.which("test") or "/usr/bin/test"
    done = subprocess.run(  # noqa: S603 - a constant command on a path of ours
        [test, what, str(path)], user=user.pw_uid, group=user.pw_gid, extra_groups=[], cwd="/", check=False
    )
    return done.returncode == 0


def _stamp(binaries: Binaries) -> str:
    held = (binaries.folder / "postgres").stat()
    return f"{held.st_size} {held.st_mtime_ns}"


def _digest(thing: Path | str) -> str:
    return hashlib.sha256(str(thing).encode()).hexdigest()[:12]
