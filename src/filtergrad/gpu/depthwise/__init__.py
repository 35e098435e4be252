"""Depthwise layers and small groups."""
