"""Typed values: amounts, periods, countries, offices and names of persons. No input or output but reference data."""
