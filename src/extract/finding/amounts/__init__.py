"""Finds amounts in German and English text: see `find_amounts`."""

from extract.finding.amounts.finder import find_amounts

__all__ = ["find_amounts"]
