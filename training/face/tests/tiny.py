"""A made-up data set in FER2013's layouts: noise with a bright bar whose place says the emotion. No real faces."""
import csv

import numpy as np
from PIL import Image

from ..load import EMOTIONS, SPLITS
from ..model import SIZE

PER_CLASS = {"Training": 6, "PublicTest": 2, "PrivateTest": 2}


def faces(seed=0):
    """Return [(label, pixels uint8 [48,48], split)] in the order of the splits."""
    random = np.random.default_rng(seed)
    rows = []
    for split in SPLITS:
        for place in range(PER_CLASS[split] * len(EMOTIONS)):
            label = place % len(EMOTIONS)
            pixels = random.integers(0, 120, (SIZE, SIZE)).astype(np.uint8)
            pixels[6 * label:6 * label + 8] += 130
            rows.append((label, pixels, split))
    return rows


def write_csv(path, rows):
    """Write the Kaggle file."""
    with open(path, "w") as file:
        file.write("emotion,pixels,Usage\n")
        for label, pixels, split in rows:
            file.write(f"{label},{' '.join(map(str, pixels.ravel()))},{split}\n")
    return path


def write_folders(path, rows, official=True):
    """Write train/<emotion>/ and test/<emotion>/."""
    for row, (label, pixels, split) in enumerate(rows):
        folder = path / ("train" if split == "Training" else "test") / EMOTIONS[label]
        folder.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(folder / (f"{split}_{row}.png" if official else f"im{row:03}.png"))
    return path


def write_votes(path, rows):
    """Write fer2013new.csv: every face has its row number as the votes for neutral, modulo ten."""
    with open(path, "w", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["Usage", "Image name", "neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear",
                        "contempt", "unknown", "NF"])
        for row, (_, _, split) in enumerate(rows):
            lines.writerow([split, f"fer{row:07}.png", row % 10, *[0] * 8, 1])
    return path
