"""Claims to facts over articles and languages."""
