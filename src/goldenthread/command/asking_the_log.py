"""Ask a ledger over HTTP for its key, its head and its proofs, and believe nothing of the answers."""

import http.client
import re
from urllib.parse import urlsplit

from goldenthread.audit.strict_json import NotStrict, read_object

LONGEST_ANSWER_BYTES = 64_000
SECONDS_TO_WAIT = 5.0


class LogDoesNotAnswer(Exception):
    """The ledger is down, or answers what cannot be used. It may answer at the next look."""


class LogOverHttp:
    """A ledger at an address. Every call is one request; redirects are not followed."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
            raise ValueError("the address of the ledger has the form http://host:port or https://host")
        self._is_plain = parts.scheme == "http"
        self._host, self._port, self._path = parts.hostname, parts.port, parts.path.rstrip("/")

    def key(self) -> str:
        """The log's public key, on one line."""
        return self._ask("GET", "/ledger/key")

    def checkpoint(self) -> str:
        """The newest head as a signed note."""
        return self._ask("GET", "/ledger/checkpoint")

    def consistency(self, old_size: int, new_size: int) -> list[bytes]:
        """The proof that the log of ``new_size`` begins with the log of ``old_size``."""
        answer = self._ask("GET", f"/ledger/consistency?old={old_size}&new={new_size}")
        try:
            proof = read_object(answer).get("proof")
        except NotStrict as fault:
            raise LogDoesNotAnswer(f"the ledger's proof cannot be read ({fault})") from fault
        if not isinstance(proof, list) or not all(_is_hash(step) for step in proof):
            raise LogDoesNotAnswer("the ledger's proof cannot be read (it is not a list of hashes)")
        return [bytes.fromhex(step) for step in proof]

    def hand_in(self, note: str) -> None:
        """Give the log a head with this witness's cosignature."""
        self._ask("POST", "/ledger/cosignature", note.encode())

    def _ask(self, verb: str, path: str, body: bytes | None = None) -> str:
        kind = http.client.HTTPConnection if self._is_plain else http.client.HTTPSConnection
        connection = kind(self._host, self._port, timeout=SECONDS_TO_WAIT)
        headers = {"Content-Type": "text/plain; charset=utf-8"} if body is not None else {}
        try:
            connection.request(verb, self._path + path, body=body, headers=headers)
            answer = connection.getresponse()
            content = answer.read(LONGEST_ANSWER_BYTES + 1)
        except (OSError, http.client.HTTPException) as fault:
            raise LogDoesNotAnswer(f"the ledger does not answer ({type(fault).__name__})") from fault
        finally:
            connection.close()
        if not 200 <= answer.status < 300:
            raise LogDoesNotAnswer(f"the ledger answers {answer.status} to {path.partition('?')[0]}")
        if len(content) > LONGEST_ANSWER_BYTES:
            raise LogDoesNotAnswer(f"the ledger's answer to {path.partition('?')[0]} is too long")
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as fault:
            raise LogDoesNotAnswer(f"the ledger's answer to {path.partition('?')[0]} is not text") from fault


def _is_hash(step: object) -> bool:
    return isinstance(step, str) and re.fullmatch("[0-9a-f]{64}", step) is not None
