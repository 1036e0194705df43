"""Who is who: units and accounts."""
