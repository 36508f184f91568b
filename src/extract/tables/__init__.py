"""Facts to tables and files."""
