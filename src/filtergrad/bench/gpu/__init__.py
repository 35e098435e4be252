"""What cannot be proved without a GPU, measured on one within nine minutes: see `docs/gpu`.

In: a device. Out: a file of one JSON record a line, complete up to the moment of a cut-off, and
what `report` makes of it. One process leads and touches no GPU; it hands one task after the other
to a second one, which may hang, crash or lose its device: that costs the task, and not the run.
Others compile the kernels of all tasks meanwhile, in the order of the tasks.
"""
