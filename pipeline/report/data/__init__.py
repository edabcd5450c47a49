"""What the report ships beside its code: the outlines of the map, and their builder."""
