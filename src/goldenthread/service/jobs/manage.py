"""Django's commands, each as the database role it needs: ``python -m goldenthread.service.jobs.manage COMMAND``.

A process that was told its ``DATABASE_URL`` and key keeps them. A person at a terminal need not know either: the
installation's own server is joined, or started for as long as the command takes.
"""

import os
import pwd
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import execute_from_command_line

from goldenthread.service.database.addresses import UnreadableAddress
from goldenthread.service.database.binaries import NoServer
from goldenthread.service.database.homes import NoHome
from goldenthread.service.database.launcher import DatabaseFault, OwnServer
from goldenthread.service.database.roles import RolesRefused, prepare
from goldenthread.service.full_disks import told_in_a_sentence
from goldenthread.service.installation import Installation, Told, tell, this_installation

AS_OWNER = frozenset({"migrate", "prepare_database", "makemigrations", "sqlmigrate", "showmigrations", "dbshell"})
AS_AUDITOR = frozenset({"export_ledger"})
CHECKING = "--for-checking"
NOT_WRITTEN_DOWN = (
    "No entry of this export was written: this process was given one role's address, and the auditor's only reads. "
    "Write down elsewhere who took this copy and why.\n"
)


class LeftNoTrace(RuntimeError):
    """A copy of the ledger could not be written down in the ledger, so none was made."""


FAULTS = (LeftNoTrace, DatabaseFault, NoServer, NoHome, RolesRefused, UnreadableAddress)
"""Each says by itself what is wrong and what to do."""


def main(arguments: list[str]) -> None:
    """Run one command. Ends the process as Django's own runner does; a fault of the machine ends it in one sentence."""
    try:
        _run(arguments)
    except Exception as fault:  # a full disk comes up in many shapes; what is none of them is raised again
        said = told_in_a_sentence(fault, state=this_installation().state, faults=FAULTS)
        if not said:
            raise
        sys.stderr.write(f"{said}\n")
        sys.exit(1)


def _run(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.service.settings")
    command = arguments[1] if len(arguments) > 1 else "help"
    is_export = command == "export_ledger" and CHECKING not in arguments
    if os.environ.get("GOLDEN_THREAD_SECRET_KEY"):
        if is_export:
            sys.stderr.write(NOT_WRITTEN_DOWN)
        execute_from_command_line(arguments)
        return
    installation = this_installation()
    with told(installation) as environments:
        if is_export:
            _write_down_the_export(environments)
        os.environ.update(_told_to(environments, command))
        execute_from_command_line(arguments)


@contextmanager
def told(installation: Installation) -> Iterator[Told]:
    """The environments of this installation's processes, with its database running meanwhile."""
    if os.environ.get("DATABASE_URL"):
        yield tell(installation, prepare(os.environ["DATABASE_URL"], secrets=installation.secrets))
        return
    server = OwnServer(installation.state)
    address = server.join()
    started = address is None
    try:
        address = address or server.start()
        yield tell(installation, prepare(address.url(), secrets=installation.secrets))
    finally:
        if started:
            server.stop()


def _write_down_the_export(environments: Told) -> None:
    """Leave an entry before anything is read, as the worker: the role that reads the ledger cannot write.

    Raises: LeftNoTrace.
    """
    command = (sys.executable, "-m", "goldenthread.service.jobs.manage", "write_down_export", "--by", _operator())
    done = subprocess.run(command, env=environments.worker(), stdout=sys.stderr, check=False)  # noqa: S603 - our own program
    if done.returncode != 0:
        raise LeftNoTrace("That the ledger is copied could not be written down, so it was not. See the reason above.")


def _operator() -> str:
    """The account on this machine that runs the command; behind sudo, the one that asked."""
    number = int(os.environ.get("SUDO_UID", "")) if os.environ.get("SUDO_UID", "").isdigit() else os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"account number {number}"


def _told_to(environments: Told, command: str) -> dict[str, str]:
    if command in AS_OWNER:
        return environments.owner()
    if command in AS_AUDITOR:
        return environments.auditor()
    return environments.loader()


if __name__ == "__main__":
    main(sys.argv)
