"""The GPU engine: plans, kernels in Triton's language, and our own way to the driver.

In: nothing; importing this imports nothing. Out: `engine` is its face. With kernels that were
compiled before neither Triton nor a C compiler is needed.
"""
