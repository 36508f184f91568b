"""Facts as tables: CSV with a stated schema, `claims.jsonl`, `run.json`."""

from extract.tables.frames import build_frames, read_table
from extract.tables.jsonl import claim_records
from extract.tables.rows import EvidenceError
from extract.tables.schema import TABLES, Table
from extract.tables.writing import RunInfo, write_tables

__all__ = ["TABLES", "EvidenceError", "RunInfo", "Table", "build_frames", "claim_records", "read_table", "write_tables"]
