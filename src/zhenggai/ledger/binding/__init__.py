"""A binder against the ledger: which evidence belongs to it, whether the files are sound, and the stream it leaves in."""
