"""What makes kernels run: compiling, the driver, streams and memory."""
