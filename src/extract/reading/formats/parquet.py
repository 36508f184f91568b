"""Parquet: an article a row, read a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from extract.config import Columns
from extract.reading.parts import Document, Part
from extract.reading.rows import has_text, missing_text, row_document

_ROWS = 64
_BUFFER = 1_000_000


def split_parquet(part: Part) -> Iterator[Document]:
    """One document a row, named by its number."""
    import pyarrow.parquet as pq

    table = pq.ParquetFile(part.file, buffer_size=_BUFFER, pre_buffer=False)
    names = table.schema_arrow.names
    if not has_text(names, part.columns):
        yield part.problem("", missing_text(part.columns), part.size)
        return
    used = [name for name in names if name.lower() in _wanted(part.columns)]
    weight = part.size / max(1, table.metadata.num_rows)
    number = 0
    for batch in table.iter_batches(batch_size=_ROWS, columns=used, use_threads=False):
        for row in batch.to_pylist():
            number += 1
            values = {str(name).lower(): value for name, value in row.items()}
            yield row_document(part, number, values, f"row {number}", weight)


def _wanted(columns: Columns) -> frozenset[str]:
    """Names of columns that may say something; of "a.b" the column is a."""
    names = (name.lower() for field in fields(columns) for name in getattr(columns, field.name))
    return frozenset(each for name in names for each in (name, name.partition(".")[0]))
