"""Train a classifier of handwritten digits in JAX, without and with filtergrad.

    pip install filtergrad jax scikit-learn
    python examples/digits_jax.py

Same data, same start, same steps: only the gradient of the filters is computed by another library.
"""

import time

import jax
import jax.numpy as jnp
import numpy as np
from sklearn.datasets import load_digits

import filtergrad.jax

STEPS, BATCH, RATE = 400, 128, 0.1


def load():
    """Images and labels to learn from, and others to be asked about."""
    digits = load_digits()
    images = jnp.asarray(digits.images[..., None] / 16, jnp.float32)
    order = np.random.default_rng(0).permutation(len(images))
    learn, ask = order[:1400], order[1400:]
    labels = jnp.asarray(digits.target)
    return (images[learn], labels[learn]), (images[ask], labels[ask])


def start():
    """Filters of three convolutions and of the last layer."""
    rng = np.random.default_rng(0)
    shapes = ((3, 3, 1, 16), (3, 3, 16, 32), (3, 3, 32, 32), (32 * 4 * 4, 10))
    return [
        jnp.asarray(rng.standard_normal(s) * (2 / np.prod(s[:-1])) ** 0.5, jnp.float32)
        for s in shapes
    ]


def scores(weights, images):
    """How much each image looks like each digit."""
    x = images
    for stride, w in zip((1, 2, 1), weights, strict=False):
        x = jax.lax.conv_general_dilated(
            x, w, (stride, stride), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC")
        )
        x = jax.nn.relu(x)
    return x.reshape(len(x), -1) @ weights[-1]


@jax.jit
def step(weights, images, labels):
    """One step of gradient descent."""

    def loss(weights):
        chance = jax.nn.log_softmax(scores(weights, images))
        return -jnp.take_along_axis(chance, labels[:, None], 1).mean()

    return jax.tree.map(lambda w, slope: w - RATE * slope, weights, jax.grad(loss)(weights))


def accuracy():
    """Learn, and count the right answers."""
    (images, labels), (others, truth) = load()
    weights, rng = start(), np.random.default_rng(0)
    for _ in range(STEPS):
        some = rng.integers(0, len(images), BATCH)
        weights = step(weights, images[some], labels[some])
    return float((scores(weights, others).argmax(1) == truth).mean())


def main():
    """Do it twice."""
    begin = time.perf_counter()
    without = accuracy()
    middle = time.perf_counter()
    with filtergrad.jax.enabled():
        ours = accuracy()
    end = time.perf_counter()
    print(f"JAX alone:       {100 * without:.2f} % right, {middle - begin:.1f} s")
    print(f"with filtergrad: {100 * ours:.2f} % right, {end - middle:.1f} s")


if __name__ == "__main__":
    main()
