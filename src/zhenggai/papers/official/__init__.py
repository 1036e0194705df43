"""Official documents as Word files, and as plain data for pages of our own, laid out by GB/T 9704-2012.

docx_of(paper) -> bytes
sheet_of(paper) -> JSON for the typesetter
"""

from zhenggai.papers.official.document import docx_of
from zhenggai.papers.official.fonts import FONTS, Typeface, fonts_of, missing_fonts, typefaces
from zhenggai.papers.official.typeset import sheet_of

__all__ = ["FONTS", "Typeface", "docx_of", "fonts_of", "missing_fonts", "sheet_of", "typefaces"]
