"""The one error class of the op: what TensorFlow calls InvalidArgumentError."""


class InvalidArgumentError(ValueError):
    """Arguments of the right types that describe no convolution.

    Raised with TensorFlow's own texts; a ``ValueError``, unlike TensorFlow's class.
    """
