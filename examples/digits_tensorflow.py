"""Train a classifier of handwritten digits in TensorFlow, without and with filtergrad.

    pip install filtergrad tensorflow-cpu scikit-learn
    python examples/digits_tensorflow.py

Same data, same start, same steps: only the gradient of the filters is computed by another library.
"""

import time

import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits

import filtergrad.tensorflow

STEPS, BATCH, RATE = 400, 128, 0.1


def load():
    """Images and labels to learn from, and others to be asked about."""
    digits = load_digits()
    images = (digits.images[..., None] / 16).astype("float32")
    order = np.random.default_rng(0).permutation(len(images))
    learn, ask = order[:1400], order[1400:]
    return (images[learn], digits.target[learn]), (images[ask], digits.target[ask])


def start():
    """Filters of three convolutions and of the last layer."""
    rng = np.random.default_rng(0)
    shapes = ((3, 3, 1, 16), (3, 3, 16, 32), (3, 3, 32, 32), (32 * 4 * 4, 10))
    return [
        tf.Variable((rng.standard_normal(s) * (2 / np.prod(s[:-1])) ** 0.5).astype("float32"))
        for s in shapes
    ]


def scores(weights, images):
    """How much each image looks like each digit."""
    x = images
    for stride, w in zip((1, 2, 1), weights[:-1], strict=True):
        x = tf.nn.relu(tf.nn.conv2d(x, w, stride, "SAME"))
    return tf.reshape(x, (len(images), -1)) @ weights[-1]


def accuracy():
    """Learn, and count the right answers."""
    (images, labels), (others, truth) = load()
    weights, rng = start(), np.random.default_rng(0)

    @tf.function
    def step(some, answers):
        with tf.GradientTape() as tape:
            given = scores(weights, some)
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(answers, given)
            loss = tf.reduce_mean(losses)
        for w, slope in zip(weights, tape.gradient(loss, weights), strict=True):
            w.assign_sub(RATE * slope)

    for _ in range(STEPS):
        some = rng.integers(0, len(images), BATCH)
        step(images[some], labels[some])
    return np.mean(np.argmax(scores(weights, others), 1) == truth)


def main():
    """Do it twice."""
    begin = time.perf_counter()
    without = accuracy()
    middle = time.perf_counter()
    with filtergrad.tensorflow.enabled():
        ours = accuracy()
    end = time.perf_counter()
    print(f"TensorFlow alone: {100 * without:.2f} % right, {middle - begin:.1f} s")
    print(f"with filtergrad:  {100 * ours:.2f} % right, {end - middle:.1f} s")


if __name__ == "__main__":
    main()
