"""Text to mentions of amounts, dates, countries and officials."""
