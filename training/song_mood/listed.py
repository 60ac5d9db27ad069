"""The table of songs with features as Spotify stated them and one of four moods: reading, cleaning, and the columns of the model.

The nine features are those that ReccoBeats states too. What says nothing of the sound (popularity, release date) is left out on
purpose: in this table it tells from which playlist a song was taken.
"""
import csv
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..composer.song import DataError

MOODS = ("happy", "sad", "energetic", "calm")
# name, how it is spread out before it is standardised, lowest and highest value that can be true
FEATURES = (
    ("danceability", "plain", 0., 1.),
    ("acousticness", "odds", 0., 1.),
    ("energy", "odds", 0., 1.),
    ("instrumentalness", "odds", 0., 1.),
    ("liveness", "log", 0., 1.),
    ("valence", "odds", 0., 1.),
    ("loudness", "plain", -60., 6.),
    ("speechiness", "log", 0., 1.),
    ("tempo", "log", 0., 300.),
)
SOFT = .01  # keeps the logarithms finite where a feature is 0 or 1
KNOTS = (-.7, 0., .7)
FURTHEST = 3.
PEOPLE = ("various artists",)  # no artist: each of their songs is a group of its own


@dataclass
class Table:
    raw: np.ndarray  # [songs, 9]
    moods: np.ndarray  # 0..3 of MOODS
    groups: list  # artist
    dropped: int  # exact repeats and songs that stand under several moods


def read(path):
    """Return the Table of a CSV file. Raises DataError with the line where a value cannot be used."""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as cause:
        raise DataError(f"{path} cannot be read: {cause}") from cause
    needed = {"name", "artist", "mood", *(name for name, *_ in FEATURES)}
    if not rows or not needed <= set(rows[0]):
        missing = ", ".join(sorted(needed - set(rows[0] if rows else ())))
        raise DataError(f"{Path(path).name} is not the table of songs: it has no {missing}.")
    songs = {}
    for line, row in enumerate(rows, 2):
        songs.setdefault(identity(row), []).append((numbers(row, line, path), mood_of(row, line, path), artist(row, line)))
    kept = [same[0] for same in songs.values() if len({mood for _, mood, _ in same}) == 1]
    if len({mood for _, mood, _ in kept}) < len(MOODS):
        raise DataError(f"{Path(path).name} does not hold all four moods.")
    return Table(np.array([raw for raw, _, _ in kept]), np.array([mood for _, mood, _ in kept]), [name for _, _, name in kept],
                 len(rows) - len(kept))


def identity(row):
    """Name and artist without case, marks and what stands in brackets: the same song on another album is the same song."""
    plain = [re.sub(r"\W+", "", re.sub(r"[(\[].*?[)\]]", "", row[key] or "").lower()) for key in ("name", "artist")]
    return tuple(plain) if plain[0] else (row["name"], row["artist"])


def artist(row, line):
    name = (row["artist"] or "").strip().lower()
    return f"line {line}" if name in PEOPLE or not name else name


def mood_of(row, line, path):
    mood = (row["mood"] or "").strip().lower()
    if mood not in MOODS:
        raise DataError(f"{Path(path).name}, line {line}: the mood {row['mood']!r} is none of {', '.join(MOODS)}.")
    return MOODS.index(mood)


def numbers(row, line, path):
    found = []
    for name, _, low, high in FEATURES:
        try:
            value = float(row[name])
        except (TypeError, ValueError):
            value = float("nan")
        if not low <= value <= high:
            raise DataError(f"{Path(path).name}, line {line}: {name} is {row[name]!r}, not {low:g} to {high:g}.")
        found.append(value)
    return found


def spread(raw):
    """Return the features spread out, [songs, 9]: shares as log-odds, what is skewed as a logarithm."""
    columns = []
    for column, (_, kind, _, _) in zip(raw.T, FEATURES):
        if kind == "odds":
            column = np.log((column + SOFT) / (1 - column + SOFT))
        elif kind == "log":
            column = np.log(column + SOFT)
        columns.append(column)
    return np.stack(columns, 1)


def hinges(z):
    """Return [songs, 36]: the standardised features, clipped, and how far each lies above the knots."""
    z = np.clip(z, -FURTHEST, FURTHEST)
    return np.concatenate([z, *(np.maximum(0, z - knot) for knot in KNOTS)], 1)
