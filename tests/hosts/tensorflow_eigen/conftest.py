"""TensorFlow without oneDNN, whose kernel ends the process where Eigen's raises an error."""

import os

os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"  # before the import
