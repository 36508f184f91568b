"""Files to articles: formats, encodings, publication dates, languages, and why an article is turned away."""

from extract.reading.articles import read_article, read_articles
from extract.reading.files import PathError, Source, list_sources

__all__ = ["PathError", "Source", "list_sources", "read_article", "read_articles"]
