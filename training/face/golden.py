"""Synthetic pictures whose logits both sides of the contract must agree on; no face of any data set is among them."""
import numpy as np

from .model import SIZE


def waves():
    """A gradient under two waves."""
    y, x = np.mgrid[0:SIZE, 0:SIZE].astype(np.float64)
    values = 128 + x - y + 50 * np.sin(x / 3) * np.cos(y / 5)
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def drawn_face():
    """A light oval with two eyes and a mouth that smiles."""
    y, x = np.mgrid[0:SIZE, 0:SIZE].astype(np.float64)
    picture = np.full((SIZE, SIZE), 60.)
    picture[((x - 23.5) / 18) ** 2 + ((y - 23.5) / 22) ** 2 <= 1] = 190
    for eye in (16, 31):
        picture[((x - eye) / 4) ** 2 + ((y - 19) / 2.5) ** 2 <= 1] = 40
    curve = 36 - ((x - 23.5) / 6) ** 2
    picture[(np.abs(y - curve) <= 1.5) & (np.abs(x - 23.5) <= 11)] = 50
    return picture.astype(np.uint8)


PICTURES = {"waves": waves, "drawn-face": drawn_face}
