"""The printed forms of a binder's catalogue, and the stream that packs it."""
