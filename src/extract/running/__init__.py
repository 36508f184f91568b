"""Batches of articles through all the rooms."""

from extract.running.batch import How, extract_facts, run
from extract.running.streaming import Done, Progress
from extract.running.summary import Summary

__all__ = ["Done", "How", "Progress", "Summary", "extract_facts", "run"]
