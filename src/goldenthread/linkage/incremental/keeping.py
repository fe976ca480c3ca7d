"""Keep what stands in a folder, for tomorrow's run. It holds personal data: the folder is for its owner alone."""

import json
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pyarrow.feather as feather

from goldenthread.linkage.blocking import Key
from goldenthread.linkage.incremental.reference import Reference
from goldenthread.linkage.incremental.standing import Standing
from goldenthread.linkage.model import UnreadableModel
from goldenthread.linkage.model_file import read_model, write_model
from goldenthread.linkage.shapes import Constraint, Decided, Mode

FORMAT = "goldenthread standing 2"
FOLDER = "standing"


class NothingKept(Exception):
    """The folder holds nothing to go on from. The message says what to do next."""


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
    (folder / "about.json").write_text(json.dumps(about), encoding="utf-8")
    (folder / "model.json").write_text(write_model(standing.model), encoding="utf-8")
    for file in folder.iterdir():
        file.chmod(0o600)


def read_kept(folder: Path) -> Standing:
    """Raises: NothingKept."""
    try:
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        if about.get("format") != FORMAT:
            raise NothingKept(f"{folder}: not what this version keeps. Link everything once more.")
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
    except (OSError, ValueError, KeyError, TypeError, UnreadableModel) as fault:
        raise NothingKept(f"{folder}: cannot be read ({type(fault).__name__}). Link everything once more.") from fault


def _values(path: Path) -> pa.Array:
    return feather.read_table(path)["value"].combine_chunks()
