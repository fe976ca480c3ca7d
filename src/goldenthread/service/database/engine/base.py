"""Where Django looks for an engine: a module of this name."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks a kept connection whether it is still there only where the database has said something since."""

    def is_usable(self) -> bool:
        """Whoever ends a connection, or a database that goes away, leaves something to be read: its end.

        What goes without a word keeps a question waiting no less than the statement that comes after it.
        """
        return self._is_silent() or super().is_usable()

    def _is_silent(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        listening = select.poll()
        listening.register(self.connection.fileno(), select.POLLIN)
        return not listening.poll(0)
