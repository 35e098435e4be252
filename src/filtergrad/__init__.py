"""The filter gradient of 2-D convolution, compiled for the shape at hand."""
