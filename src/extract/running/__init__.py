"""Batches of articles through all the rooms."""

from extract.running.batch import Progress, extract_facts, run
from extract.running.summary import Summary

__all__ = ["Progress", "Summary", "extract_facts", "run"]
