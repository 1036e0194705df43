"""Papers of an office: dataclasses in, bytes of office files out."""
