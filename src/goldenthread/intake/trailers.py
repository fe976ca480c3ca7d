"""Compare the rows that came with the number the sender says. Rows cut off at the end leave no other trace."""

from collections.abc import Iterator
from pathlib import Path

from goldenthread.intake.contract import ManifestRows
from goldenthread.intake.readers import Broken, Row, Tally, Unreadable, Wanted


class Reconciler:
    """Passes rows on, keeps the trailer back, and compares the counts at the end."""

    def __init__(self, manifest: ManifestRows | None, columns: Wanted, *, side_count: int | None) -> None:
        self.manifest = manifest
        self.said = side_count if side_count is not None else manifest.rows if manifest else None
        self.trailer_at = -1
        self.count_at = -1
        if manifest and manifest.trailer_column:
            self.trailer_at = columns.columns.index(manifest.trailer_column)
            self.count_at = columns.columns.index(manifest.count_column or manifest.trailer_column)

    def checked(self, rows: Iterator[Row], tally: Tally) -> Iterator[Row]:
        """The rows without the trailer.

        Raises: Unreadable when the counts differ, or a trailer that the contract promises is missing.
        """
        came, ended = 0, False
        for row in rows:
            if ended:
                raise Unreadable("rows follow the trailer. Ask the sender for the file again; nothing was taken.")
            if self._is_trailer(row):
                ended = True
                continue
            came += 1
            yield row
        if self.trailer_at >= 0 and not ended:
            raise Unreadable("the trailer row is missing, so the file is cut off. Ask for it again; nothing was taken.")
        if self.said is not None and self.said != came:
            raise Unreadable(
                f"the sender says {self.said:,} rows and {came:,} came. Ask for the file again; nothing was taken."
            )
        if self.said is not None:
            tally.remarks.append(f"The sender says {self.said:,} rows, and so many came.")

    def _is_trailer(self, row: Row) -> bool:
        _, cells, _ = row
        if self.trailer_at < 0 or isinstance(cells, Broken) or self.manifest is None:
            return False
        if cells[self.trailer_at] != self.manifest.trailer_word:
            return False
        count = cells[self.count_at]
        if not (count.isascii() and count.isdigit()):
            raise Unreadable("the trailer row does not say how many rows there are. Ask for the file again.")
        self.said = int(count)
        return True


def read_side_count(file: Path, manifest: ManifestRows | None) -> int | None:
    """The number of rows in the side file, where the contract says there is one.

    Raises: Unreadable when the side file is missing or holds no number.
    """
    if manifest is None or not manifest.side_file:
        return None
    beside = file.with_name(file.name + manifest.side_file)
    try:
        text = beside.read_text(encoding="ascii").strip()
        return int(text)
    except (OSError, ValueError) as fault:
        raise Unreadable(f"{beside.name}: is missing or holds no number of rows. Ask the sender for it.") from fault
