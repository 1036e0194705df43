"""Papers between the ledger and their rows: facts gathered, figures marked, passages stored, doubts raised."""
