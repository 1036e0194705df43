"""What the rules on the ledger are told, where they are on, and what becomes of what they find."""
