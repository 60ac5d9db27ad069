"""The four moods from the nine listed features: fitting, and cross-validation by artist with the penalty chosen inside.

python3 -m training.song_mood.listed_model --table spotify_moods.csv [--out RUN/listed.json]
"""
import argparse
import json
import sys
from dataclasses import dataclass

import numpy as np

from ..composer.song import DataError
from . import figures, folds, logistic
from .listed import MOODS, hinges, read, spread

# Where the app puts the four (src/core/affect): valence, arousal.
POINTS = np.array([[.8, .4], [-.65, -.35], [.6, .75], [.45, -.6]])
PENALTIES = (1., 3., 10., 30.)
FOLDS, INNER, REPEATS = 10, 5, 5
VALENCE, ENERGY = 5, 2  # columns


@dataclass
class ListedModel:
    mean: np.ndarray
    std: np.ndarray
    found: np.ndarray  # [37, 4]

    def probabilities(self, raw):
        """Return [songs, 4] of raw features [songs, 9]."""
        return logistic.probabilities(hinges((spread(raw) - self.mean) / self.std), self.found)


def fit(raw, moods, penalty):
    columns = spread(raw)
    mean, std = columns.mean(0), columns.std(0) + 1e-9
    return ListedModel(mean, std, logistic.fit(hinges((columns - mean) / std), moods, len(MOODS), penalty))


def choose_penalty(raw, moods, groups, seed):
    """Return the penalty with the least cross-validated log loss."""
    fold = folds.grouped(moods, groups, INNER, seed)
    losses = []
    for penalty in PENALTIES:
        told = np.zeros(len(moods))
        for f in range(INNER):
            held = fold == f
            p = fit(raw[~held], moods[~held], penalty).probabilities(raw[held])
            told[held] = p[np.arange(held.sum()), moods[held]]
        losses.append(-np.log(np.maximum(told, 1e-9)).mean())
    return PENALTIES[int(np.argmin(losses))]


def crossed(table, seed):
    """Return the probabilities [songs, 4] of every song from a model that saw no song of its artist."""
    groups = np.array(table.groups)
    fold = folds.grouped(table.moods, groups, FOLDS, seed)
    p = np.zeros((len(table.moods), len(MOODS)))
    for f in range(FOLDS):
        held = fold == f
        penalty = choose_penalty(table.raw[~held], table.moods[~held], groups[~held], seed)
        p[held] = fit(table.raw[~held], table.moods[~held], penalty).probabilities(table.raw[held])
    return p


def nearest(points):
    """Return the mood whose place is nearest to each point [songs, 2]."""
    return ((points[:, None] - POINTS) ** 2).sum(2).argmin(1)


def textbook(raw):
    """Return (valence, arousal) as the app reads them without a model: both spread from 0..1 to -1..1."""
    return np.stack([2 * raw[:, VALENCE] - 1, 2 * raw[:, ENERGY] - 1], 1)


def quadrants(raw):
    """Return the moods of the textbook rule: valence and energy above or below a half."""
    valence, energy = raw[:, VALENCE] >= .5, raw[:, ENERGY] >= .5
    return np.where(valence, np.where(energy, 0, 3), np.where(energy, 2, 1))


def report(table):
    runs = [crossed(table, seed) for seed in range(REPEATS)]
    told = table.moods
    said = [p.argmax(1) for p in runs]
    right = [float((s == told).mean()) for s in said]
    placed = [float((nearest(p @ POINTS) == told).mean()) for p in runs]
    mean = float(np.mean(right))
    return {
        "songs": len(told), "artists": len(set(table.groups)), "dropped": table.dropped,
        "perMood": {mood: int((told == m).sum()) for m, mood in enumerate(MOODS)},
        "protocol": f"{REPEATS} times {FOLDS} folds by artist, stratified; penalty chosen by {INNER} folds within",
        "accuracy": round(mean, 4), "spread": round(float(np.std(right)), 4), "interval": figures.wilson(mean * len(told), len(told)),
        "recalls": {mood: round(float(np.mean([figures.recalls(told, s, 4)[m] for s in said])), 4) for m, mood in enumerate(MOODS)},
        "confusion": figures.confusion(told, said[0], 4),
        "calibrationError": round(float(np.mean([figures.calibration_error(told, p) for p in runs])), 4),
        "placedNearest": round(float(np.mean(placed)), 4),
        "textbookQuadrants": round(float((quadrants(table.raw) == told).mean()), 4),
        "textbookNearest": round(float((nearest(textbook(table.raw)) == told).mean()), 4),
    }


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--table", required=True)
    parser.add_argument("--out")
    options = parser.parse_args(argv)
    text = json.dumps(report(read(options.table)), indent=2)
    print(text)
    if options.out:
        with open(options.out, "w", encoding="utf-8") as file:
            file.write(text + "\n")


if __name__ == "__main__":
    try:
        main()
    except DataError as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
