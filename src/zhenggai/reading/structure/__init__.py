"""From the lines of a normal text to aspects, problems and measures."""
