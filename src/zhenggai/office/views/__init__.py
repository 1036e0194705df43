"""One module per topic; a view reads the request, makes one call and answers."""
