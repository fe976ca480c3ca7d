"""Read Parquet in batches. Runs in the reading process set apart, for its parser is not written in Python."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from goldenthread.intake.formats import FileFormat
from goldenthread.intake.readers.reading import Row, Tally, Unreadable, Wanted, places
from goldenthread.intake.readers.xlsx_rows import as_text

ROWS_AT_ONCE = 4_096


def read_parquet(path: Path, form: FileFormat, wanted: Wanted, tally: Tally) -> Iterator[Row]:
    """Every row of a Parquet file, as text.

    Raises: Unreadable when the file is damaged or lacks a column.
    """
    try:
        file = pq.ParquetFile(path, pre_buffer=False)
        header = list(file.schema_arrow.names)
        tally.seen.extend(header)
        where = places(header, wanted)
        names = [header[place] if place >= 0 else "" for place in where]
        read = [name for place, name in zip(where, names, strict=True) if place >= 0]
        number = 0
        for batch in file.iter_batches(ROWS_AT_ONCE, columns=read, use_threads=False):
            columns = {name: batch.column(name).to_pylist() for name in batch.schema.names}
            for place in range(batch.num_rows):
                number += 1
                yield (
                    number,
                    tuple([as_text(columns[n][place]).strip() if n in columns else "" for n in names]),
                    (),
                )
    except (pa.ArrowException, OSError) as fault:
        raise Unreadable(f"{path.name}: the Parquet file is damaged. Export it again.") from fault
