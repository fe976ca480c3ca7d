"""The law as this installation takes it: the shipped register, with the starts that were settled here laid over it."""

from datetime import date
from functools import lru_cache

from goldenthread.law import Law, Nation, Provision, Standing, Switch, can_be_switched, law_in_force, read_register
from goldenthread.service.statements import asked_often
from goldenthread.service.store.models import LawSwitch
from goldenthread.vocabulary import ProvisionId

_latest = asked_often(lambda: LawSwitch.objects.order_by("provision", "-id").distinct("provision"))


def settled_starts() -> tuple[Switch, ...]:
    """The latest setting of every provision that still waits for its start, in the order of their ids.

    One that a newer register has settled itself is passed over: the register was read since.
    """
    waiting = _waiting()
    return tuple(_switch(row) for row in _latest() if row.provision in waiting)


def law_on(on: date, *, nation: Nation = Nation.ENGLAND) -> Law:
    """The law of a nation on a day, with what was settled here."""
    return _law(nation, on, settled_starts())


def waiting_provisions() -> tuple[Provision, ...]:
    """The provisions of the shipped register whose start nobody has confirmed."""
    return tuple(_waiting().values())


@lru_cache(maxsize=16)
def _law(nation: Nation, on: date, switches: tuple[Switch, ...]) -> Law:
    return law_in_force(nation, on=on, switches=switches)


@lru_cache(maxsize=1)
def _waiting() -> dict[str, Provision]:
    return {str(p.id): p for p in read_register() if can_be_switched(p)}


def _switch(row: LawSwitch) -> Switch:
    return Switch(
        provision=ProvisionId(row.provision),
        standing=Standing(row.standing),
        starts_on=row.starts_on,
        instrument=row.instrument,
        by=row.set_by,
        on=row.set_at.date(),
    )
