"""Reduces a data set to the emotions of interest, by name."""
import numpy as np

from .load import EMOTIONS, DataError


def reduce(splits, emotions):
    """Return {split: Faces} with only the named emotions, labels numbered in the order of the names."""
    unknown = [name for name in emotions if name not in EMOTIONS]
    if unknown:
        raise DataError(f"{', '.join(unknown)}: no such emotion; there are {', '.join(EMOTIONS)}.")
    if len(emotions) < 2 or len(set(emotions)) != len(emotions):
        raise DataError("Name at least two different emotions.")
    number = np.full(len(EMOTIONS), -1)
    for new, name in enumerate(emotions):
        number[EMOTIONS.index(name)] = new
    reduced = {}
    for split, faces in splits.items():
        labels = number[faces.labels]
        reduced[split] = faces.take(labels >= 0)
        reduced[split].labels = labels[labels >= 0]
    return reduced
