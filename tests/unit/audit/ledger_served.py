"""A ledger as the web process serves it, over HTTP, whose keeper can be made to lie."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from goldenthread.audit import SigningKey, Tree, consistency_proof, entry_leaf
from tests.unit.audit.ledger_made import LOG_KEY, Row, head, rows


class Ledger:
    """A ledger as the web process serves it, whose keeper can be made to lie."""

    def __init__(self) -> None:
        self.entries: list[Row] = rows(20)
        self.size = 5
        self.key: SigningKey = LOG_KEY
        self.is_down = False
        self.proof: list[str] | None = None
        self.takes_cosignatures = True
        self.handed_in: list[str] = []
        self.asked: list[str] = []
        self.url = ""

    def answer(self, path: str) -> tuple[int, str]:
        parts = urlsplit(path)
        self.asked.append(parts.path)
        if self.is_down:
            return 503, "down"
        match parts.path:
            case "/ledger/key":
                return 200, self.key.verifier.text + "\n"
            case "/ledger/checkpoint":
                return 200, head(self.entries, self.size, key=self.key, witnesses=())
            case "/ledger/consistency":
                asked = parse_qs(parts.query)
                return 200, json.dumps({"proof": self.proved(int(asked["old"][0]), int(asked["new"][0]))})
        return 404, "no"

    def proved(self, old: int, new: int) -> list[str]:
        if self.proof is not None:
            return self.proof
        nodes = {n[:2]: n.hash for n in Tree().append(entry_leaf(e.commitment) for e in self.entries).nodes}
        return [step.hex() for step in consistency_proof(old, new, lambda level, position: nodes[level, position])]


@contextmanager
def served_ledger() -> Iterator[Ledger]:
    served = Ledger()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply(*served.answer(self.path))

        def do_POST(self) -> None:
            served.handed_in.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.reply(200 if served.takes_cosignatures else 400, "")

        def reply(self, status: int, text: str) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    served.url = f"http://127.0.0.1:{server.server_port}"
    yield served
    server.shutdown()
    thread.join()
    server.server_close()
