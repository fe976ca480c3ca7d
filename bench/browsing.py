"""A practitioner at a keyboard, as plain HTTP: signs in with both factors, searches, opens a child's page."""

import base64
import hmac
import http.client
import http.cookies
import json
import re
import time
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_LOOK = re.compile(r"/looks/([0-9a-f-]{36})/")


@dataclass(slots=True)
class Browser:
    """One connection with its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    _connection: http.client.HTTPConnection | None = None

    def request(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, dict[str, str]]:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if form is not None:
            body = urllib.parse.urlencode({"csrfmiddlewaretoken": self.token, **form})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                for morsel in http.cookies.SimpleCookie(value).values():
                    self.cookies[morsel.key] = morsel.value
        if found := _TOKEN.search(text):
            self.token = found[1]
        return answer.status, text, dict(answer.getheaders())

    def sign_in(self, sign_ins: Path, username: str) -> None:
        """Sign in with password and the code of this half-minute."""
        kept = json.loads(sign_ins.read_text(encoding="utf-8"))[username]
        self.request("GET", "/sign-in/")
        self.request("POST", "/sign-in/", {"login": username, "password": kept["password"]})
        self.request("GET", "/sign-in/code/")
        code = _code(kept["secret"], int(time.time()) // 30)
        status, _, headers = self.request("POST", "/sign-in/code/", {"code": code})
        if status != 302 or "sign-in" in headers.get("Location", headers.get("location", "")):
            raise RuntimeError(f"{username} could not sign in (status {status})")
        self.request("GET", "/find/")

    def find(self, **sought: str) -> tuple[int, str, list[str]]:
        """Search for a child; gives the looks that were handed out."""
        form = {"purpose": "protect_from_harm", "reason": "A measured search, for the bench only", **sought}
        status, text, _ = self.request("POST", "/find/", form)
        return status, text, list(dict.fromkeys(_LOOK.findall(text)))

    def open_child(self, look: str) -> tuple[int, str]:
        status, text, _ = self.request("GET", f"/looks/{look}/")
        return status, text


def _code(secret: str, counter: int) -> str:
    """The six digits of one half-minute (RFC 4226 and 6238)."""
    digest = hmac.new(base64.b32decode(secret), counter.to_bytes(8, "big"), "sha1").digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def timed_ms(began: float) -> float:
    return (time.perf_counter() - began) * 1000
