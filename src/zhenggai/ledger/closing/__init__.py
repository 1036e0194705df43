"""What closing reads from the tables of every topic: the view that the gate judges."""
