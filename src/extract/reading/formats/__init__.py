"""One module a format: a splitter of files that hold articles, an extractor of text from one of them, or both."""
