"""Keep what stands in a folder, for tomorrow's run. It holds personal data: the folder is for its owner alone.

``about.json`` has the size and the digest of every file, and its own, so that nothing is gone on from that was damaged.
"""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.feather as feather

from goldenthread.linkage.blocking import Key
from goldenthread.linkage.incremental.reference import Reference
from goldenthread.linkage.incremental.standing import Standing
from goldenthread.linkage.model import UnreadableModel
from goldenthread.linkage.model_file import read_model, write_model
from goldenthread.linkage.shapes import Constraint, Decided, Mode

FORMAT = "goldenthread standing 8"
FOLDER = "standing"
ABOUT = "about.json"


class NothingKept(Exception):
    """The folder holds nothing to go on from. The message says what to do next."""


class KeptByAnotherVersion(NothingKept):
    """What the folder holds is sound, as far as can be told, and in another form."""


def keep(standing: Standing, folder: Path) -> None:
    """Write what stands into ``folder``, which must be new."""
    folder.mkdir(mode=0o700)
    held = standing.features.append_column("\0person", standing.people).append_column("\0print", standing.prints)
    feather.write_feather(held, folder / "records.arrow")
    feather.write_feather(standing.pairs, folder / "pairs.arrow")
    feather.write_feather(standing.decisions, folder / "decisions.arrow")
    reference = standing.reference
    feather.write_feather(pa.table({"value": reference.forenames}), folder / "forenames.arrow")
    for column, shares in reference.shares.items():
        feather.write_feather(shares, folder / f"shares-{column}.arrow")
    for column, shared in reference.of_many.items():
        feather.write_feather(pa.table({"value": shared}), folder / f"of-many-{column}.arrow")
    for place, key in enumerate(reference.keys):
        feather.write_feather(pa.table({"value": reference.common[key.name]}), folder / f"common-{place}.arrow")
    about = {
        "format": FORMAT,
        "mode": standing.mode.value,
        "records": reference.records,
        "filled": dict(reference.filled),
        "keys": [{"columns": k.columns, "hints": k.hints} for k in reference.keys],
        "of_many": list(reference.of_many),
        "local_ids_are_shared": reference.local_ids_are_shared,
        "constraints": [asdict(c) for c in standing.constraints],
    }
    (folder / "model.json").write_text(write_model(standing.model), encoding="utf-8")
    told = {**about, "files": _sums(folder)}
    (folder / ABOUT).write_text(json.dumps({**told, "digest": _digest_of(told)}), encoding="utf-8")
    for file in folder.iterdir():
        file.chmod(0o600)


def read_kept(folder: Path) -> Standing:
    """Raises: NothingKept, KeptByAnotherVersion."""
    try:
        about = _whole(folder)
        keys = tuple(Key(columns=tuple(k["columns"]), hints=k["hints"]) for k in about["keys"])
        held = feather.read_table(folder / "records.arrow")
        return Standing(
            model=read_model((folder / "model.json").read_text(encoding="utf-8")),
            reference=Reference(
                records=about["records"],
                keys=keys,
                shares={c: feather.read_table(folder / f"shares-{c}.arrow") for c in about["filled"]},
                filled=about["filled"],
                forenames=_values(folder / "forenames.arrow"),
                common={k.name: _values(folder / f"common-{place}.arrow") for place, k in enumerate(keys)},
                of_many={c: _values(folder / f"of-many-{c}.arrow") for c in about["of_many"]},
                local_ids_are_shared=about["local_ids_are_shared"],
            ),
            mode=Mode(about["mode"]),
            features=held.drop_columns(["\0person", "\0print"]),
            people=held["\0person"].combine_chunks(),
            prints=held["\0print"].combine_chunks(),
            pairs=feather.read_table(folder / "pairs.arrow"),
            decisions=feather.read_table(folder / "decisions.arrow"),
            constraints=tuple(Constraint(**{**c, "decided": Decided(c["decided"])}) for c in about["constraints"]),
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError, UnreadableModel) as fault:
        raise NothingKept(_damaged(folder, type(fault).__name__)) from fault


def _whole(folder: Path) -> dict[str, Any]:
    """What the folder says of itself, once every file is found as it was written."""
    about: dict[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    if about.get("format") != FORMAT:
        raise KeptByAnotherVersion(f"{folder}: kept by another version, so that all records are linked anew.")
    if about.pop("digest") != _digest_of(about):
        raise NothingKept(_damaged(folder, f"{ABOUT} was changed"))
    found = _sums(folder)
    for name, sums in about["files"].items():
        if found.get(name) != sums:
            raise NothingKept(_damaged(folder, f"{name} {'was changed' if name in found else 'is missing'}"))
    return about


def _sums(folder: Path) -> dict[str, list[int | str]]:
    """Size and digest of each file but the one that tells of the others."""
    files = sorted(file for file in folder.iterdir() if file.name != ABOUT)
    with ThreadPoolExecutor() as pool:
        return {file.name: sums for file, sums in zip(files, pool.map(_sums_of, files), strict=True)}


def _sums_of(path: Path) -> list[int | str]:
    with path.open("rb") as file:
        return [path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()]


def _digest_of(told: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _damaged(folder: Path, what: str) -> str:
    return (
        f"{folder}: not as it was written ({what}). Restore it, or remove it: then all records are linked anew, person "
        "ids and decisions stay, and --model with the model.json beside it keeps the weights."
    )


def _values(path: Path) -> pa.Array:
    return feather.read_table(path)["value"].combine_chunks()
