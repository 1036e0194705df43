"""Papers that are composed from the ledger: what they are made of, how each kind is written, and what may be edited."""
