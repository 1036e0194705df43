"""The rules a clerk could read, and the nouns every room shares. No Django, no I/O, no clock."""
