"""Figures with units: exact conversion, printed precision, how far an approximate figure may be off."""
