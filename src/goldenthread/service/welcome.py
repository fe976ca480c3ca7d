"""What ``make run`` says when all is up: the address, and with which made-up people the demonstration can be tried."""

import base64
import hashlib
import hmac
import json
import struct
import time

import psycopg

from goldenthread.service.installation import Told

_STEP_SECONDS = 30


def welcome(told: Told, *, port: int, demonstration: bool, seconds: float) -> str:
    """The text to print. Sign-ins stand in it only where the demonstration is what is loaded."""
    lines = ["", f"Golden Thread is ready after {seconds:.1f} s: http://127.0.0.1:{port}"]
    if demonstration and told.installation.sign_ins.exists():
        lines += ["", "Demonstration sign-ins. Every person in this area is made up.", *_sign_ins(told)]
        lines += ["A code is good for half a minute; the sign-in page shows the one of the moment."]
    return "\n".join([*lines, "", "Ctrl-C ends all of it and keeps the data."])


def _sign_ins(told: Told) -> list[str]:
    kept = json.loads(told.installation.sign_ins.read_text(encoding="utf-8"))
    with psycopg.connect(told.urls.worker, connect_timeout=10) as asked:
        rows = asked.execute(
            "SELECT a.username, CASE a.role WHEN 'gp' THEN 'GP' ELSE replace(a.role, '_', ' ') END, g.name"
            " FROM store_account a"
            " JOIN store_agency g ON g.id = a.agency_id WHERE a.is_demonstration AND a.is_active ORDER BY a.id"
        ).fetchall()
    head = ("user name", "password", "code now", "who")
    table = [head] + [
        (name, kept[name]["password"], code(kept[name]["secret"], at=time.time()), f"{role}, {agency}")
        for name, role, agency in rows
        if name in kept
    ]
    widths = [max(len(row[i]) for row in table) for i in range(3)]
    return ["  " + "  ".join(row[i].ljust(widths[i]) for i in range(3)) + "  " + row[3] for row in table]


def code(secret: str, *, at: float) -> str:
    """The six digits of a second factor at a moment. *Source*: RFC 6238 with its defaults."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(at) // _STEP_SECONDS), hashlib.sha1)
    start = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
