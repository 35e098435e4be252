"""The native way in: hosts call machine code, and Python is asked for new shapes only."""
