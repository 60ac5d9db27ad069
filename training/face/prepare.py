"""The stages from the data on disk to what training and evaluation take: load, reduce, clean, normalise.

Each stage prints how many faces it leaves, so that a run can be checked against training/README.md.
"""
import numpy as np
import torch

from . import clean
from .load import EMOTIONS, SPLITS, load
from .reduce import reduce


def prepare(data, votes=None, emotions=EMOTIONS, say=print):
    """Return ({split: Faces}, {test split: mask of faces that training held too}) with training cleaned."""
    splits = load(data, votes)
    say(f"load: {counted(splits)}")
    if tuple(emotions) != EMOTIONS:
        splits = reduce(splits, emotions)
        say(f"reduce to {', '.join(emotions)}: {counted(splits)}")
    leaks = {name: clean.leaked(splits[name], splits["Training"]) for name in SPLITS[1:]}
    say("leaks: " + ", ".join(f"{int(mask.sum())} {name} faces are also training faces" for name, mask in leaks.items()))
    splits, copies = clean.drop_leaks(splits)
    splits["Training"], repeats = clean.drop_repeats(splits["Training"])
    say(f"clean: {copies} copies of test faces and {repeats} repeats dropped from training; {counted(splits)}")
    return splits, leaks


def counted(splits):
    return ", ".join(f"{name} {len(faces)}" for name, faces in splits.items())


def mean_and_std(faces):
    """Return the mean and standard deviation of the pixels in 0..1, four digits."""
    pixels = faces.pixels.astype(np.float32) / 255
    return round(float(pixels.mean()), 4), round(float(pixels.std()), 4)


def to_tensor(faces, mean, std):
    """Return normalised float32 [n,1,48,48]."""
    pixels = torch.from_numpy(np.ascontiguousarray(faces.pixels)).unsqueeze(1).float() / 255
    return (pixels - mean) / std
