"""Pages for the staff of a rectification office."""
