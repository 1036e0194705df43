"""Handing workbooks out to units, and taking back what they filled in."""
