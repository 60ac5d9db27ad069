"""Reads FER2013 in its two public layouts into memory, and FER+ votes beside it.

Leaves duplicates, subsets and balance to clean.py, reduce.py and balance.py. Every fault in the data
is a DataError of one sentence, raised before any training starts.
"""
import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np

from .model import SIZE, VOTES

EMOTIONS = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
SPLITS = ("Training", "PublicTest", "PrivateTest")
OFFICIAL_NAME = re.compile(r"^(Training|PublicTest|PrivateTest)_(\d+)$")
HELD_OUT = 8  # without the official split, every eighth training face becomes the validation split


class DataError(Exception):
    """The data cannot be used; the message says what is wrong and where."""


@dataclass
class Faces:
    """One split: pixels uint8 [n,48,48], labels int64 [n], votes float32 [n,10] (zeros: no votes), rows int64 [n]."""

    pixels: np.ndarray
    labels: np.ndarray
    rows: np.ndarray
    votes: Optional[np.ndarray] = None

    def __len__(self):
        return len(self.labels)

    def take(self, index):
        """Return the faces at an index array or mask."""
        votes = None if self.votes is None else self.votes[index]
        return Faces(self.pixels[index], self.labels[index], self.rows[index], votes)


def load(path, votes=None):
    """Read a Kaggle CSV or an image folder into {split: Faces}; votes is a FER+ file or a folder of .tsv files."""
    path = Path(path)
    if not path.exists():
        raise DataError(f"{path}: no such file or folder.")
    splits = load_folders(path) if path.is_dir() else load_csv(path)
    require_every_class(splits)
    if votes is not None:
        add_votes(splits, read_votes(Path(votes)))
    return splits


def load_csv(path):
    """Read the Kaggle file `emotion,pixels,Usage`; a row's number is its place in the file, from 0."""
    found = {name: ([], [], []) for name in SPLITS}
    with open(path, newline="") as file:
        reader = csv.reader(file)
        if next(reader, None) != ["emotion", "pixels", "Usage"]:
            raise DataError(f"{path}: the first line must be emotion,pixels,Usage.")
        for row, fields in enumerate(reader):
            if len(fields) != 3:
                raise DataError(f"{path}, line {row + 2}: {len(fields)} fields instead of 3; the file may be cut short.")
            label, text, usage = fields
            if usage not in found:
                raise DataError(f"{path}, line {row + 2}: Usage {usage!r} is none of {', '.join(SPLITS)}.")
            pixels, labels, rows = found[usage]
            pixels.append(parse_pixels(text, f"{path}, line {row + 2}"))
            labels.append(parse_label(label, f"{path}, line {row + 2}"))
            rows.append(row)
    return {name: stack(*columns) for name, columns in found.items()}


def parse_label(text, where):
    """Return the emotion's number, 0 to 6."""
    if text not in {str(i) for i in range(len(EMOTIONS))}:
        raise DataError(f"{where}: emotion {text!r} is not a number from 0 to {len(EMOTIONS) - 1}.")
    return int(text)


def parse_pixels(text, where):
    """Return 48x48 uint8 from 2304 numbers apart by spaces."""
    try:
        values = np.array(text.split(), dtype=np.int64)
    except ValueError:
        raise DataError(f"{where}: the pixels are not whole numbers.") from None
    if values.size != SIZE * SIZE:
        raise DataError(f"{where}: {values.size} pixels instead of {SIZE * SIZE}; the file may be cut short.")
    if values.min() < 0 or values.max() > 255:
        raise DataError(f"{where}: a pixel lies outside 0 to 255.")
    return values.astype(np.uint8).reshape(SIZE, SIZE)


def load_folders(path):
    """Read train/<emotion>/* and test/<emotion>/*; names like PublicTest_28709.png carry the official split."""
    found = {name: ([], [], []) for name in SPLITS}
    for part in ("train", "test"):
        for label, emotion in enumerate(EMOTIONS):
            folder = path / part / emotion
            if not folder.is_dir():
                raise DataError(f"{folder}: this folder is missing; train and test each need {', '.join(EMOTIONS)}.")
            for place, file in enumerate(sorted(f for f in folder.iterdir() if not f.name.startswith("."))):
                split, row = split_of(file, part, place)
                pixels, labels, rows = found[split]
                pixels.append(read_image(file))
                labels.append(label)
                rows.append(row)
    splits = {name: stack(*columns) for name, columns in found.items()}
    return {name: faces.take(np.argsort(faces.rows, kind="stable")) for name, faces in splits.items()}


def split_of(file, part, place):
    """Return (split, row) from an official file name, else from the folder and the place in it (row -1)."""
    official = OFFICIAL_NAME.match(file.stem)
    if official:
        return official.group(1), int(official.group(2))
    if part == "test":
        return "PrivateTest", -1
    return ("PublicTest" if place % HELD_OUT == 0 else "Training"), -1


def read_image(file):
    """Return the 48x48 uint8 pixels of an image file."""
    from PIL import Image  # only the folder layout needs Pillow

    try:
        with Image.open(file) as image:
            if image.size != (SIZE, SIZE):
                raise DataError(f"{file}: {image.size[0]}x{image.size[1]} pixels instead of {SIZE}x{SIZE}.")
            return np.asarray(image.convert("L"), dtype=np.uint8)
    except (OSError, SyntaxError, ValueError) as fault:
        raise DataError(f"{file}: not a readable image ({type(fault).__name__}).") from fault


def stack(pixels, labels, rows):
    """Turn lists into one Faces."""
    shape = (0, SIZE, SIZE)
    stacked = np.stack(pixels) if pixels else np.zeros(shape, np.uint8)
    return Faces(stacked, np.array(labels, dtype=np.int64), np.array(rows, dtype=np.int64))


def require_every_class(splits):
    """Raise DataError when a split lacks an emotion."""
    for name, faces in splits.items():
        counts = np.bincount(faces.labels, minlength=len(EMOTIONS))
        missing = [EMOTIONS[i] for i in np.flatnonzero(counts == 0)]
        if missing:
            raise DataError(f"The {name} split has no face of {', '.join(missing)}; the data may be cut short.")


def read_votes(path):
    """Read FER+ votes into {row: 10 counts} from fer2013new.csv, one .tsv or a folder of .tsv files."""
    files = sorted(path.glob("*.tsv")) if path.is_dir() else [path]
    if not files or not files[0].exists():
        raise DataError(f"{path}: no FER+ votes there.")
    table = {}
    for file in files:
        with open(file, newline="") as handle:
            lines = csv.reader(handle, delimiter="\t" if file.suffix == ".tsv" else ",")
            head = next(lines, [])
            if len(head) != VOTES + 2:
                raise DataError(f"{file}: {len(head)} columns instead of {VOTES + 2}.")
            for place, fields in enumerate(lines):
                if len(fields) != VOTES + 2:
                    raise DataError(f"{file}, line {place + 2}: {len(fields)} fields instead of {VOTES + 2}.")
                row = int(fields[0]) if head[0] == "row" else place
                table[row] = [int(v) for v in fields[2:]]
    return table


def add_votes(splits, table):
    """Attach votes by row number; a face without a row or without votes gets zeros."""
    nothing = [0] * VOTES
    for faces in splits.values():
        faces.votes = np.array([table.get(int(row), nothing) for row in faces.rows], np.float32).reshape(-1, VOTES)
