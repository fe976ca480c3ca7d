"""The register of law as a whole: reading it, and asking what of it is in force in a nation on a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from goldenthread.law.provisions import Force, Nation, Provision, force_of
from goldenthread.law.switching import Switch, switched
from goldenthread.vocabulary import ProvisionId, read_document

SHIPPED = Path(__file__).parent / "register"


class IncompleteProvision(Exception):
    """An entry of the register cannot be used. The message says which file, why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """The law of one nation as it stood on one day, in force, uncertain and not in force kept apart."""

    nation: Nation
    on: date
    provisions: tuple[Provision, ...]
    _by_id: Mapping[ProvisionId, Provision] = field(repr=False)

    def provision(self, id: ProvisionId) -> Provision | None:
        """The entry of that id, in force or not; nothing when the register does not hold it."""
        return self._by_id.get(id)

    def force(self, id: ProvisionId) -> Force:
        """Whether the provision binds on this law's day. One that the register does not hold never does."""
        provision = self._by_id.get(id)
        return Force.NOT_IN_FORCE if provision is None else force_of(provision, on=self.on)

    @property
    def in_force(self) -> tuple[Provision, ...]:
        return tuple(p for p in self.provisions if force_of(p, on=self.on) is Force.IN_FORCE)

    @property
    def uncertain(self) -> tuple[Provision, ...]:
        """What may be in force on this day although nobody has confirmed that it was commenced."""
        return tuple(p for p in self.provisions if force_of(p, on=self.on) is Force.UNCERTAIN)


def law_in_force(
    nation: Nation | str,
    *,
    on: date,
    register: tuple[Provision, ...] | None = None,
    switches: tuple[Switch, ...] = (),
) -> Law:
    """The law of ``nation`` on a day, from ``register`` or else the shipped one, with ``switches`` laid over it.

    Raises: ValueError for no nation; UnfitSwitch.
    """
    nation = Nation(nation)
    entries = switched(read_register() if register is None else register, switches)
    ours = tuple(sorted((p for p in entries if p.nation is nation), key=lambda p: p.id))
    return Law(nation=nation, on=on, provisions=ours, _by_id=MappingProxyType({p.id: p for p in ours}))


def read_register(folder: Path = SHIPPED) -> tuple[Provision, ...]:
    """Read every provision under ``folder``, one file each, named for its id, in a folder named for its nation.

    Raises: UnreadableDocument or IncompleteProvision for the first file that is not in order.
    """
    return _read_once(folder) if folder == SHIPPED else _read_all(folder)


def read_provision(id: str, folder: Path = SHIPPED) -> Provision | None:
    """Read one provision by its id without reading the rest; nothing when there is none of that id.

    Raises: UnreadableDocument or IncompleteProvision when its file is not in order.
    """
    # The names are compared, not put into a pattern: an id is somebody's typing.
    found = next((path for path in sorted(folder.glob("*/*.yaml")) if path.stem == id), None)
    return None if found is None else _read_one(found)


@cache
def _read_once(folder: Path) -> tuple[Provision, ...]:
    return _read_all(folder)


def _read_all(folder: Path) -> tuple[Provision, ...]:
    return tuple(_read_one(path) for path in sorted(folder.glob("*/*.yaml")))


def _read_one(path: Path) -> Provision:
    provision = read_document(path, Provision)
    if provision.id != path.stem:
        raise IncompleteProvision(f"{path}: its id is {provision.id!r}. Name the file {provision.id}.yaml.")
    if provision.nation != path.parent.name:
        raise IncompleteProvision(f"{path}: its nation is {provision.nation!r}. Move it to the folder of that name.")
    if not provision.in_force:
        raise IncompleteProvision(f'{path}: in_force is empty. Give a first day, or "unknown".')
    for span in provision.in_force:
        try:
            _ = span.starts_on
        except ValueError as fault:
            raise IncompleteProvision(
                f'{path}: in_force begins {span.start!r}. Write a date such as 2026-09-30, or "unknown".'
            ) from fault
    return provision
