"""Report periods: which months there are, what is frozen of one, what was corrected later, and whether it stands as frozen."""
