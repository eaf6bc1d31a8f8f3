"""Fingerprint: an article's text to index keys and a sketch. Pure."""
