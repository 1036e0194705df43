"""From a read document to an open ledger: drafts, cycles, aspects, problems, tasks, measures, figures."""
