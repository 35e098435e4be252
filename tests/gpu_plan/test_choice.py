"""The choice of plans for GPUs: what it depends on, what it promises, and what it is today."""
