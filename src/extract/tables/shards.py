"""Results as Parquet shards: one file a table and part of the facts, as they come, for what no single file holds.

The rows of one shard are in the order of the table, those of two are in none; together they are the rows of the CSV.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from extract.records import Fact
from extract.tables.exports.parquet import parquet_library, write_parquet
from extract.tables.frames import cells, sort_key
from extract.tables.stored import StoredTable
from extract.tables.writing import ROWS

SHARDS = "shards"
DONE = "_SUCCESS"  # last, as readers of such folders expect


def with_shards(folder: Path, parts: Iterable[Sequence[Fact]]) -> Iterator[Sequence[Fact]]:
    """Pass parts of facts on, and write the rows of each into `shards/` of a folder: `facts-00000.parquet` and so on.

    Shards of an earlier run go first, so that those of two runs are never mixed.

    Raises:
        TableError: when pyarrow is not installed.
        OSError: when they cannot be written.
    """
    arrow = parquet_library()
    place = folder / SHARDS
    place.mkdir(parents=True, exist_ok=True)
    (place / DONE).unlink(missing_ok=True)
    for old in place.glob("*.parquet"):
        old.unlink()
    for number, part in enumerate(parts):
        for each in ROWS:
            rows = sorted(each.rows(part), key=partial(sort_key, each.table))
            texts = [tuple(found[name] for name in each.table.header) for found in map(cells, rows)]
            write_parquet(arrow, StoredTable(each.table, texts), place / f"{each.table.name}-{number:05}.parquet")
        yield part
    (place / DONE).touch()
