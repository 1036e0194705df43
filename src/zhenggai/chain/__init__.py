"""Bytes that are hashed, and how. Standard library only, so that a stranger can audit it."""
