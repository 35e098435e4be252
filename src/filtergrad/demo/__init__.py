"""The demo: a hidden filter, recovered from a photograph and its filtered copy."""
