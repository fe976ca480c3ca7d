"""What a log line may say: when, how bad, which route and which kind of fault. Never a value from a request or a row.

Exception texts are left out on purpose: a database error repeats the value that offended, a form error what was typed.
"""

import logging
import traceback
from types import TracebackType
from typing import Any

Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class BareFormatter(logging.Formatter):
    """Renders our own messages whole, and everybody else's as the logger's name, route and status only."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        bare = logging.makeLogRecord(record.__dict__)
        bare.exc_text = bare.stack_info = None
        if not record.name.startswith("goldenthread"):
            bare.msg, bare.args = _route_and_status(record), ()
        return super().format(bare)

    def formatException(self, ei: Any) -> str:
        return describe_fault(ei[1])


def describe_fault(fault: BaseException | None) -> str:
    """The kinds of a fault and its causes, and the lines it passed through, without any text it carries."""
    lines: list[str] = []
    while fault is not None:
        lines.append(type(fault).__qualname__)
        for frame in traceback.extract_tb(fault.__traceback__):
            lines.append(f"  {frame.filename}:{frame.lineno} {frame.name}")
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    return "\n".join(lines)


def _route_and_status(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    route = getattr(match, "view_name", None) or "no route"
    status = getattr(record, "status_code", "")
    return f"{route} {status}".strip() if request is not None else "a message left out, as it may name somebody"
