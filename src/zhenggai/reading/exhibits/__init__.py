"""Files that prove something: what they are, what they carry, how they are shown. Any type, never adopted as a report."""
