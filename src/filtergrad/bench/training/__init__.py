"""Whole networks, trained with and without us in one process, step by step in turn."""

HOSTS = {"torch": "torch", "keras": "tensorflow", "jax": "jax"}
"""Where networks are trained, and the package that each needs."""

MODELS = ("resnet50", "mobilenet_v2", "unet")
