"""Benchmarks: the tables of layers, the measurement and the report."""
