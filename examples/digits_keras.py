"""Train a classifier of handwritten digits in Keras, without and with filtergrad.

    pip install filtergrad keras tensorflow-cpu scikit-learn
    KERAS_BACKEND=tensorflow python examples/digits_keras.py

Same data, same start, same steps: only the gradient of the filters is computed by another library.
KERAS_BACKEND may be tensorflow, jax or torch.
"""

import time

import keras
import numpy as np
from keras import layers
from sklearn.datasets import load_digits

import filtergrad.keras

EPOCHS, BATCH = 12, 64


def load():
    """Images and labels to learn from, and others to be asked about."""
    digits = load_digits()
    images = (digits.images[..., None] / 16).astype("float32")
    order = np.random.default_rng(0).permutation(len(images))
    learn, ask = order[:1400], order[1400:]
    return (images[learn], digits.target[learn]), (images[ask], digits.target[ask])


def network():
    """A small one of separated convolutions, the same each time."""
    keras.utils.set_random_seed(0)
    return keras.Sequential([
        keras.Input((8, 8, 1)),
        layers.Conv2D(16, 3, padding="same", activation="relu"),
        layers.DepthwiseConv2D(3, padding="same"),
        layers.Conv2D(32, 1, activation="relu"),
        layers.Conv2D(32, 3, strides=2, padding="same", activation="relu"),
        layers.Flatten(),
        layers.Dense(10),
    ])  # fmt: skip


def accuracy(model):
    """Learn, and count the right answers."""
    (images, labels), (others, truth) = load()
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.003), loss)
    model.fit(images, labels, batch_size=BATCH, epochs=EPOCHS, verbose=0, shuffle=False)
    return np.mean(np.argmax(model.predict(others, verbose=0), 1) == truth)


def main():
    """Do it twice."""
    begin = time.perf_counter()
    without = accuracy(network())
    middle = time.perf_counter()
    ours = accuracy(filtergrad.keras.swap(network()))
    end = time.perf_counter()
    print(f"Keras alone:     {100 * without:.2f} % right, {middle - begin:.1f} s")
    print(f"with filtergrad: {100 * ours:.2f} % right, {end - middle:.1f} s")


if __name__ == "__main__":
    main()
