"""The ``goldenthread`` command. Each module beside this one registers the verbs it knows.

Only the module of the verb that is called is read: the others bring engines that take seconds to start.
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from goldenthread.command.stopping import obey_ctrl_c

if TYPE_CHECKING:
    import typer

MODULE_OF = {
    "accept": "accepting",
    "advise": "advising",
    "approve": "approving",
    "identifiers": "identifying",
    "law": "lawing",
    "ledger": "ledgering",
    "link": "linking",
    "evaluate": "evaluating",
    "undo": "undoing",
}


def app_of(*modules: str) -> "typer.Typer":
    """The command with the verbs of ``modules``, or with every verb where none is named."""
    import typer

    app = typer.Typer(
        name="goldenthread",
        help="Share the small, right piece of information between the agencies that protect children.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
    )
    app.callback()(_about)
    for name in modules or sorted(set(MODULE_OF.values())):
        import_module(f"goldenthread.command.{name}").register(app)
    return app


def run() -> None:
    """The command that stands on the command line, or its end by Ctrl-C."""
    verb = next(iter(sys.argv[1:]), "")
    app = app_of(*([MODULE_OF[verb]] if verb in MODULE_OF else []))
    obey_ctrl_c(lambda: _run(app))


def _run(app: "typer.Typer") -> None:
    from goldenthread.command.ending import NO_ROOM, end_without_room

    try:
        app()
    except OSError as fault:
        if fault.errno not in NO_ROOM:
            raise
        end_without_room(fault)


def _about() -> None:
    """Share the small, right piece of information between the agencies that protect children."""


def __getattr__(name: str) -> Any:
    """``app``, with every verb, is built when it is asked for."""
    if name == "app":
        return app_of()
    raise AttributeError(name)
