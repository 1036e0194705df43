"""Files of every format the product reads, made from a text."""

from __future__ import annotations

from builders.ofd import ofd_of
from builders.page import html_of
from builders.pdf import pdf_of
from builders.sheet import xlsx_of
from builders.word import docx_of, docx_with, zip_of

__all__ = ["docx_of", "docx_with", "html_of", "ofd_of", "pdf_of", "xlsx_of", "zip_of"]
