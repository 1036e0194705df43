"""Official documents as Word files, laid out by GB/T 9704-2012.

docx_of(paper) -> bytes
"""

from zhenggai.papers.official.document import docx_of
from zhenggai.papers.official.fonts import FONTS, fonts_of, missing_fonts

__all__ = ["FONTS", "docx_of", "fonts_of", "missing_fonts"]
