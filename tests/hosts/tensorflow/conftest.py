"""The fixture that two processes with TensorFlow share."""

from helpers.tensorflow_tools import asked  # noqa: F401
