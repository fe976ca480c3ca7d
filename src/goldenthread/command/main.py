"""The ``goldenthread`` command. Each module beside this one registers the verbs it knows."""

import typer

from goldenthread.command import accepting, advising, identifying, lawing, ledgering, linking

app = typer.Typer(
    name="goldenthread",
    help="Share the small, right piece of information between the agencies that protect children.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

for module in (accepting, advising, identifying, lawing, ledgering, linking):
    module.register(app)


def run() -> None:
    """Entry point of the ``goldenthread`` script."""
    app()
