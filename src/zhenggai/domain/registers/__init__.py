"""Registers: the head of a sheet, what its columns mean, its rows, and what they change."""
