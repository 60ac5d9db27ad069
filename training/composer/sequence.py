"""What the stages make for the net: token sequences with their conditions."""
from dataclasses import dataclass

import numpy as np


@dataclass
class Sequence:
    """A song as the net reads it."""
    source: str
    name: str
    split: str
    label: tuple
    tokens: np.ndarray  # int16 [n]
    bars: np.ndarray  # int16 [n], bar of each token
    values: np.ndarray  # float32 [bars, 6], unscaled
    known: np.ndarray  # bool [6]


@dataclass
class Dataset:
    sequences: list
    mean: np.ndarray
    std: np.ndarray
    counts: dict
    scores: list  # of the same songs, in the same order

    def of(self, name):
        return [s for s in self.sequences if s.split == name]
