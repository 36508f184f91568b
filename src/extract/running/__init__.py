"""Batches of articles through all the rooms."""
