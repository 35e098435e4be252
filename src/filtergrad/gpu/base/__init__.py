"""What the algorithms of the GPU engine have in common: architectures, plans, launches, prices."""
