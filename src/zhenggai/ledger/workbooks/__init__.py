"""Workbooks of units against the ledger: what goes into one, what is there now, what came back."""
