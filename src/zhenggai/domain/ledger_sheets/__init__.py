"""Ledgers that an office keeps in a workbook of its own: what their columns mean, their rows, and the tasks they speak of."""
