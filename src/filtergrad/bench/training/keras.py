"""The same networks in Keras on TensorFlow, and one step of training."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras
import tensorflow as tf

import filtergrad.keras

from .layers import UNET, Settings


def unet(settings: Settings) -> Any:
    """A small U-Net; a class for each pixel."""
    layers = keras.layers

    def twice(x: Any, k: int) -> Any:
        for _ in range(2):
            x = layers.Conv2D(k, 3, padding="same", use_bias=False)(x)
            x = layers.ReLU()(layers.BatchNormalization()(x))
        return x

    first = x = keras.Input((settings.size, settings.size, 3))
    kept = []
    for number, k in enumerate(UNET):
        x = twice(x if number == 0 else layers.MaxPooling2D()(x), k)
        kept.append(x)
    for k, beside in zip(UNET[-2::-1], kept[-2::-1], strict=True):
        x = twice(layers.Concatenate()([layers.UpSampling2D()(x), beside]), k)
    return keras.Model(first, layers.Conv2D(settings.classes, 1, use_bias=False)(x))


def network(settings: Settings) -> Any:
    """The network of the settings, with logits."""
    if settings.model == "unet":
        return unet(settings)
    apps = keras.applications
    make = {"resnet50": apps.ResNet50, "mobilenet_v2": apps.MobileNetV2}[settings.model]
    shape = (settings.size, settings.size, 3)
    return make(
        weights=None, input_shape=shape, classes=settings.classes, classifier_activation=None
    )


def start(threads: int) -> str:
    """Use this many threads; tell the version."""
    tf.config.threading.set_intra_op_parallelism_threads(threads)
    return f"keras {keras.__version__} on tensorflow {tf.__version__}"


def session(settings: Settings, *, ours: bool, filters: bool) -> Callable[[], float]:
    """A network and its data; each call makes one step and returns the loss before it.

    With ``ours`` filter gradients are filtergrad's; without ``filters`` there are none.
    """
    keras.utils.set_random_seed(0)
    policy = "mixed_bfloat16" if settings.dtype == "bfloat16" else "float32"
    keras.mixed_precision.set_global_policy(policy)
    model = network(settings)
    if ours:
        filtergrad.keras.swap(model)
    first = next(v for v in model.trainable_variables if len(v.shape) == 4)
    first.assign(first * (1 + settings.nudge))
    images, labels = (tf.constant(a) for a in settings.data())
    optimizer = keras.optimizers.SGD(settings.rate, momentum=0.9)
    trained = [v for v in model.trainable_variables if filters or len(v.shape) != 4]
    optimizer.build(trained)
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)

    @tf.function
    def step() -> Any:
        with tf.GradientTape() as tape:
            loss = loss_of(labels, tf.cast(model(images, training=True), tf.float32))
        gradients = tape.gradient(loss, [v.value for v in trained])
        optimizer.apply_gradients(zip(gradients, trained, strict=True))
        return loss

    return lambda: float(step())
