"""Kernels that serve several algorithms, in Triton's language, and their launches."""
