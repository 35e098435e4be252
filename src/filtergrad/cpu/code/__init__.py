"""What kernels are made of: tiles, packing, conversions, the last sum; knows no algorithm."""
