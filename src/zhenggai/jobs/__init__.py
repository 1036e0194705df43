"""Work that is done outside the calling process."""
