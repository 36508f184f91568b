"""The language of an article and of its paragraphs, of German and English for the finders; all others turned away."""

from extract.reading.languages.articles import Reading, guess, read_languages
from extract.reading.languages.detectors import Verdict, detect, language_name

__all__ = ["Reading", "Verdict", "detect", "guess", "language_name", "read_languages"]
