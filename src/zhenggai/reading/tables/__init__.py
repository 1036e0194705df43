"""A table of problems, in a document or a workbook, read like the prose it stands for."""
