"""Officials and other persons: titles, names, the countries of offices, and later mentions by a part of the name."""

from extract.finding.officials.known import load_register
from extract.finding.officials.people import find_people

__all__ = ["find_people", "load_register"]
