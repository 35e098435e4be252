"""Those whom the benchmark compares with: one file a framework, each in a process of its own.

In: a name. Out: the module that a worker loads, and the variables it needs.
Nothing here is imported by filtergrad's own process, where no framework has a place.
"""

MODULES = {
    "tensorflow": "filtergrad.bench.peers.tensorflow",
    "torch": "filtergrad.bench.peers.torch",
    "jax": "filtergrad.bench.peers.jax",
}
# On the processor, quietly, and without page faults: a peer has no `out`, so it allocates dW in
# each call, and memory that is kept costs it nothing.
ENVIRONMENT = {
    "CUDA_VISIBLE_DEVICES": "-1",
    "JAX_PLATFORMS": "cpu",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "TF_ENABLE_ONEDNN_OPTS": "1",
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": str(16 << 30),
}
