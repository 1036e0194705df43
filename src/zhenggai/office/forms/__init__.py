"""One module per topic; forms judge input and nothing else."""
