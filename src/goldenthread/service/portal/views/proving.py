"""The ledger's public pages: for people, what it means; for witnesses, its head and the proof that it only grew."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse

from goldenthread.service.actions import ledger
from goldenthread.service.portal.pages import page

LONGEST_NOTE_BYTES = 16_384
LONGEST_SIZE_DIGITS = 15


def explained(request: HttpRequest, *, at: datetime) -> HttpResponse:
    return page(request, "ledger.html", head=ledger.head(at=at))


def checkpoint(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """The newest signed head, as a signed note."""
    note = ledger.checkpoint()
    return _text(note) if note else _text("There is no head yet: nothing was written down so far.\n", status=404)


def key(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """The ledger's own public key, on one line."""
    line = ledger.public_key()
    return _text(line.strip() + "\n") if line else _text("There is no key yet.\n", status=404)


def consistency(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """The proof that the ledger of size ``new`` begins with the ledger of size ``old``."""
    sizes = [request.GET.get(name, "") for name in ("old", "new")]
    if not all(s.isascii() and s.isdigit() and len(s) <= LONGEST_SIZE_DIGITS for s in sizes):
        return _text("Say two sizes: /ledger/consistency?old=5&new=9\n", status=400)
    old, new = (int(size) for size in sizes)
    proof = ledger.consistency(old, new)
    if proof is None:
        return _text("The ledger was never of those sizes.\n", status=404)
    return JsonResponse({"old_size": old, "new_size": new, "proof": list(proof)})


def cosignature(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """A witness hands in a head with its cosignature. The signature is the proof; nothing else is believed."""
    if len(request.body) > LONGEST_NOTE_BYTES:
        return _text("Too long for a signed head.\n", status=400)
    try:
        note = request.body.decode("utf-8")
    except UnicodeDecodeError:
        return _text("A signed head is UTF-8 text.\n", status=400)
    if not ledger.record_cosignature(note, at=at):
        return _text("Not a head of this ledger with the cosignature of a known witness.\n", status=400)
    return _text("Kept.\n")


def _text(words: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(words, content_type="text/plain; charset=utf-8", status=status)
