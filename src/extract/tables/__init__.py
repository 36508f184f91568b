"""Facts as tables: CSV with a stated schema, `claims.jsonl`, `run.json`."""

from extract.tables.frames import read_table
from extract.tables.jsonl import claim_records
from extract.tables.rows import EvidenceError
from extract.tables.schema import TABLES, Table
from extract.tables.writing import Inputs, RunInfo, Written, write_parts, write_tables

__all__ = [
    "TABLES", "EvidenceError", "Inputs", "RunInfo", "Table", "Written", "claim_records", "read_table", "write_parts",
    "write_tables",
]  # fmt: skip
