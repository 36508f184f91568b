"""Feeds and articles from the web into the corpus: politely, once, and only from where it is allowed."""
