"""The choice of plans for GPUs: what it depends on, what it promises, and what it is today."""

import csv
import math
from pathlib import Path

import pytest

from filtergrad import bench
from filtergrad.engine import Spec
from filtergrad.gpu import choose
from filtergrad.gpu.base import arch as architectures
from filtergrad.gpu.base.plan import workspace_limit
from filtergrad.gpu.engine import of
