"""The CPU engine: LLVM through llvmlite.

`engine` is its face. Planning (`base`, `choose`, and each algorithm's `plan`, `price` and
`candidates`) needs no compiler, so nothing is imported here.
"""
