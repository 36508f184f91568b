"""`report.html`: one page about the tables of an output folder, for the screen and for print.

It reads the tables, not the articles, and holds everything in itself: no script, no font, no picture from elsewhere.
"""

from extract.tables.report.page import render_report
from extract.tables.report.reading import ReportError
from extract.tables.report.view import Limits

__all__ = ["Limits", "ReportError", "render_report"]
