"""Files to articles: formats, encodings, publication dates, languages, and why an article is turned away."""
