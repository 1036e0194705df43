"""An office's own Word layout: a file with placeholders, examined when it comes and filled when a paper leaves.

There is no language in it: a placeholder is a name from a list, replaced once by text that is handed in. Nothing can be read, counted or called.

mistakes_in(parts, main) -> every mistake with its place
fill(parts, main, filling) -> the parts of the finished file
filling_of(paper, facts) -> what is handed in
"""

from zhenggai.papers.layouts.examining import mistakes_in
from zhenggai.papers.layouts.filling import fill
from zhenggai.papers.layouts.handing import filling_of
from zhenggai.papers.layouts.names import PLACES, Filling, LayoutFacts, Mistake

__all__ = ["PLACES", "Filling", "LayoutFacts", "Mistake", "fill", "filling_of", "mistakes_in"]
