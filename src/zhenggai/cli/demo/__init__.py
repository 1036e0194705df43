"""What the demonstration is made of: invented documents, people and a cycle half-way through."""
