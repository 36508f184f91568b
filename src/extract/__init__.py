"""Bilateral facts from German and English news: trade, investment, agreements, visits, officials."""

__version__ = "0.5.0"
