"""The cut multilingual encoder that proposes names, as a component of spaCy."""
