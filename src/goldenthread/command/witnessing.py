"""The witness: a partner's own process that watches the ledger grow and remembers every head it was shown.

It needs nothing but the ledger's address: no database, no framework. It keeps its own key and its own append-only file
of heads, and cosigns a head only when that head is proven to extend the last one it kept. Once the ledger has broken
its word the witness keeps the evidence and cosigns nothing more until a person has acted.

Run it as ``goldenthread ledger witness …`` or, lighter, ``python -m goldenthread.command.witnessing …``.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from goldenthread.audit import (
    BrokenNote,
    Checkpoint,
    UnusableKey,
    VerifierKey,
    cosign,
    is_fork,
    nothing_seen,
    read_verifier_key,
    verify_checkpoint,
    why_not_cosign,
)
from goldenthread.command.asking_the_log import LogDoesNotAnswer, LogOverHttp
from goldenthread.command.stopping import Stopped
from goldenthread.command.witness_store import BrokenStore, WitnessStore, open_store, read_public_key

LOOKS_BEFORE_ALARM = 3
"""How often in a row a fault must be seen that a stale answer or a proxy could explain. A fork is believed at once."""


class Alarm(Exception):
    """The ledger has broken its word. A person must look before this witness cosigns again."""


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


@dataclass(slots=True, kw_only=True)
class Witness:
    """One witness at work. ``look`` is one round: ask, check, keep, cosign, hand in."""

    store: WitnessStore
    log: LogOverHttp
    say: Callable[[str], None] = _say
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    _log_key: VerifierKey | None = None
    _handed_in: str = ""
    _silent: bool = False
    _doubts: int = 0

    def look(self) -> bool:
        """Look once; whether the ledger's newest head is held and handed in.

        Raises: Alarm.
        """
        try:
            settled = self._look()
        except LogDoesNotAnswer as fault:
            if not self._silent:
                self.say(f"{self.store.name}: {fault}; waiting")
            self._silent = True
            return False
        if self._silent:
            self.say(f"{self.store.name}: the ledger answers")
        self._silent = False
        return settled

    def _look(self) -> bool:
        key = self._log_key = self._log_key or self._pinned_key()
        note = self.log.checkpoint()
        try:
            offered = verify_checkpoint(note, key).checkpoint
        except BrokenNote as fault:
            return self._doubt(f"the ledger's head cannot be relied on: {fault}", note)
        kept = self.store.newest
        held = verify_checkpoint(kept, key).checkpoint if kept else nothing_seen(key.name)
        if is_fork(held, offered):
            raise Alarm(self._stop(why_not_cosign(held, offered, []), note))
        if why := why_not_cosign(held, offered, self._proof(held, offered)):
            return self._doubt(why, note)
        self._doubts = 0
        if not kept or offered.size > held.size:
            self.store.keep(cosign(note, self.store.key, at=self.now()), at=self.now())
        return self._hand_in(offered)

    def _pinned_key(self) -> VerifierKey:
        """The log's key as first seen. Only the witness's own folder can change it, and so only a person."""
        try:
            shown = read_verifier_key(self.log.key())
        except UnusableKey as fault:
            raise LogDoesNotAnswer(f"the ledger shows no usable key ({fault})") from fault
        pinned = self.store.pin(shown)
        if pinned != shown:
            raise Alarm(self._stop("the ledger shows another key than the one first seen", shown.text))
        return pinned

    def _proof(self, held: Checkpoint, offered: Checkpoint) -> list[bytes]:
        if 0 < held.size < offered.size:
            return self.log.consistency(held.size, offered.size)
        return []

    def _doubt(self, why: str, note: str) -> bool:
        self._doubts += 1
        if self._doubts >= LOOKS_BEFORE_ALARM:
            raise Alarm(self._stop(why, note))
        return False

    def _stop(self, why: str, note: str) -> str:
        self.store.stop(why, note, at=self.now())
        return why

    def _hand_in(self, offered: Checkpoint) -> bool:
        note = self.store.newest
        if note != self._handed_in:
            self.log.hand_in(note)
            if not self._handed_in:
                self.say(f"{self.store.name}: holds the ledger's first {offered.size} entries and watches it grow")
            self._handed_in = note
        return True


def run_witness(*, name: str, log: str, store: Path, every: float = 1.0, once: bool = False) -> int:
    """Watch until stopped. Gives 0 when stopped or done, 1 when the ledger broke its word, 2 when it cannot work."""
    try:
        with open_store(store, name=name) as opened:
            if opened.stopped_because:
                _say(_alarm_line(opened, opened.stopped_because))
                return 1
            witness = Witness(store=opened, log=LogOverHttp(log))
            try:
                return _keep_looking(witness, every=every, once=once)
            except Alarm as alarm:
                _say(_alarm_line(opened, str(alarm)))
                return 1
    except (BrokenStore, UnusableKey, BrokenNote, ValueError, OSError) as fault:
        sys.stderr.write(f"{name}: this witness cannot work: {fault}\n")
        return 2
    except (KeyboardInterrupt, Stopped):
        return 0


def _keep_looking(witness: Witness, *, every: float, once: bool) -> int:
    looks = 0
    while True:
        settled, looks = witness.look(), looks + 1
        if once and settled:
            return 0
        if once and looks >= LOOKS_BEFORE_ALARM:
            return 2
        time.sleep(every)


def _alarm_line(store: WitnessStore, why: str) -> str:
    return (
        f"{store.name}: ALARM: {why}. This witness cosigns nothing more. Evidence: {store.evidence}. "
        "When a person has settled what happened, move that file away and start the witness again."
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The witness as a program of its own, which starts in a fraction of the time of the whole command."""
    parser = argparse.ArgumentParser(prog="witness", description="Watch a ledger grow, and cosign what is proven.")
    parser.add_argument("--name", required=True, help="the witness's name, as its partners know it")
    parser.add_argument("--log", default="", help="the address of the ledger, such as https://golden.example")
    parser.add_argument("--store", required=True, type=Path, help="the witness's own folder: its key and its heads")
    parser.add_argument("--every", type=float, default=1.0, help="seconds between two looks")
    parser.add_argument("--once", action="store_true", help="look until one head is held, then end")
    parser.add_argument("--show-key", action="store_true", help="make the key if need be, print its public half, end")
    given = parser.parse_args(arguments)
    if given.show_key:
        return show_key(name=given.name, store=given.store)
    return run_witness(name=given.name, log=given.log, store=given.store, every=given.every, once=given.once)


def show_key(*, name: str, store: Path) -> int:
    """Print the public key by which others check this witness's cosignatures, even while the witness works."""
    try:
        if known := read_public_key(store, name=name):
            _say(known.text)
            return 0
        with open_store(store, name=name) as opened:
            _say(opened.key.verifier.text)
    except (BrokenStore, UnusableKey, OSError) as fault:
        sys.stderr.write(f"{name}: this witness cannot work: {fault}\n")
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
