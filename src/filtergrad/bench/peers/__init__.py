"""The libraries that the benchmark compares with: one file each, and one process each.

In: a name. Out: the module that a worker loads, and the environment variables that it needs.
filtergrad's own process imports none of these modules, because it must not load a framework.
"""

MODULES = {
    "tensorflow": "filtergrad.bench.peers.tensorflow",
    "torch": "filtergrad.bench.peers.torch",
    "jax": "filtergrad.bench.peers.jax",
}
# Peers compute on the processor, print little, and keep their memory: a peer has no `out`, so it
# allocates dW in each call, and would pay for page faults if the memory went back to the system.
ENVIRONMENT = {
    "CUDA_VISIBLE_DEVICES": "-1",
    "JAX_PLATFORMS": "cpu",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "TF_ENABLE_ONEDNN_OPTS": "1",
    "MALLOC_MMAP_MAX_": "0",
    "MALLOC_TRIM_THRESHOLD_": str(16 << 30),
}
