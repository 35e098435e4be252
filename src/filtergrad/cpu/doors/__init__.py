"""A host's calling convention a file: what its native calls look like, in machine code. Floor 3."""
