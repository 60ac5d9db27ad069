"""An independent judge of valence and arousal, trained on pieces of VGMIDI that the composer never saw.

python3 -m training.composer.judge --data DIR --cache RUN --out RUN
Two logistic regressions on what features.py measures in passages of sixteen bars, which is how long composed pieces are when they
are judged. Its accuracy on real pieces is that of cross-validation by song; nothing of it was chosen on composed pieces.
"""
import argparse
import json
import sys
from pathlib import Path

import numpy as np

from . import duplicates, features
from .dataset import cached
from .load import load
from .song import DataError

QUADRANTS = ((1, 1), (1, -1), (-1, 1), (-1, -1))  # valence, arousal
PASSAGE, HOP, LEAST_NOTES = 64, 32, 20  # quarters, quarters, notes
PENALTY = 30.
FOLDS, REPEATS, STEPS = 10, 10, 40
MOST_SPREADS = 3  # a figure further from the mean of real pieces than this says no more


def passages(performance):
    """Return the features [passages, features] of a performance, passage by passage; of all of it where it is short."""
    notes, found = performance.notes, []
    for start in np.arange(notes[:, 0].min(), max(notes[:, 0].max() - HOP / 2, notes[:, 0].min() + 1), HOP):
        within = notes[(notes[:, 0] >= start) & (notes[:, 0] < start + PASSAGE)]
        if len(within) >= LEAST_NOTES:
            found.append(features.measure(features.Performance(within, performance.bpm)))
    return np.stack(found or [features.measure(performance)])


def fit(x, y, share):
    """Return the weights [features + 1] of a logistic regression by Newton's steps; y is 0 or 1, both classes weigh the same."""
    x = np.c_[x, np.ones(len(x))]
    weights, ridge = np.zeros(x.shape[1]), np.full(x.shape[1], PENALTY)
    ridge[-1] = 1e-6
    balance = share * np.where(y == 1, .5 / share[y == 1].sum(), .5 / share[y == 0].sum()) * len(y)
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        hessian = (x * (balance * p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, x.T @ (balance * (p - y)) + ridge * weights)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


class Judge:
    """Says of a performance whether its valence and its arousal are high: positive is high."""

    def __init__(self, pieces, labels):
        """pieces: passages() of each; labels [pieces, 2], -1 or 1."""
        x = np.concatenate(pieces)
        counts = [len(p) for p in pieces]
        self.mean, self.std = x.mean(0), x.std(0) + 1e-9
        # Every song weighs the same, however long it is.
        share = np.repeat([1 / c for c in counts], counts)
        self.weights = [fit((x - self.mean) / self.std, np.repeat(labels[:, c] > 0, counts).astype(float), share) for c in (0, 1)]

    def score(self, piece):
        """Return (valence, arousal) of the passages of one piece, each the mean of its passages' log-odds."""
        x = np.clip((piece - self.mean) / self.std, -MOST_SPREADS, MOST_SPREADS)
        return [float((x @ w[:-1] + w[-1]).mean()) for w in self.weights]

    def high(self, pieces):
        """Return [pieces, 2], whether each axis is high."""
        return np.array([self.score(piece) for piece in pieces]) > 0


def crossed(pieces, labels, seed=0):
    """Return (accuracies, balanced ones) of cross-validation by song, each {axis: [mean, spread over repeats]}.

    Balanced: the mean over the classes.
    """
    rows, even = [], []
    kinds = [labels[:, 0], labels[:, 1], labels[:, 0] * 2 + labels[:, 1]]
    for repeat in range(REPEATS):
        fold = np.random.default_rng(seed + repeat).permutation(len(pieces)) % FOLDS
        right = np.zeros((len(pieces), 2), bool)
        for k in range(FOLDS):
            judge = Judge([p for p, f in zip(pieces, fold) if f != k], labels[fold != k])
            right[fold == k] = judge.high([p for p, f in zip(pieces, fold) if f == k]) == (labels[fold == k] > 0)
        columns = [right[:, 0], right[:, 1], right.all(1)]
        rows.append([c.mean() for c in columns])
        even.append([np.mean([c[kind == value].mean() for value in np.unique(kind)]) for c, kind in zip(columns, kinds)])
    return in_words(rows), in_words(even)


def in_words(rows):
    """Return {axis: [mean, spread]} of rows of three accuracies."""
    return {name: [round(float(np.mean(c)), 4), round(float(np.std(c)), 4)]
            for name, c in zip(("valence", "arousal", "quadrant"), zip(*rows))}


def judges_songs(folder, dataset):
    """Return the songs of VGMIDI that no composer was trained or chosen on, nor on kin of theirs.

    Among them are those that the composer cannot use because they are not in 4/4 or not on sixteenths.
    """
    own = {s.name for s in dataset.sequences if s.split == "judge" and s.source == "vgmidi"}
    others = [duplicates.runs(score) for score, s in zip(dataset.scores, dataset.sequences) if s.split != "judge"]
    composers = {s.name for s in dataset.sequences if s.split != "judge"}
    return [s for s in load(folder, ("vgmidi",))
            if s.name in own or (s.name not in composers and not duplicates.akin([n.pitch for n in s.melody], others))]


def second_judges_songs(folder, dataset):
    """Return the other songs of VGMIDI: the composer knows them, but the app's map from mood to music was made without them."""
    first = {s.name for s in judges_songs(folder, dataset)}
    return [s for s in load(folder, ("vgmidi",)) if s.name not in first]


def train(songs):
    """Return (judge, report) of labelled songs."""
    pieces = [passages(features.of_song(s)) for s in songs]
    labels = np.array([s.label for s in songs])
    judge = Judge(pieces, labels)
    accuracy, balanced = crossed(pieces, labels)
    report = {"songs": len(songs), "passages": sum(map(len, pieces)),
              "quadrants": {f"{v:+d}{a:+d}": int((labels == (v, a)).all(1).sum()) for v, a in QUADRANTS},
              "accuracy": accuracy, "balanced": balanced,
              "commonest": {axis: round(float(max((labels[:, c] > 0).mean(), (labels[:, c] < 0).mean())), 4)
                            for c, axis in enumerate(("valence", "arousal"))},
              "weights": {axis: {name: round(float(w), 3) for name, w in zip(features.NAMES, judge.weights[c])}
                          for c, axis in enumerate(("valence", "arousal"))}}
    return judge, report


def main(argv=None):
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True)
    p.add_argument("--cache", required=True, help="the folder with tokens.pickle")
    p.add_argument("--out", required=True)
    args = p.parse_args(argv)
    try:
        _, report = train(judges_songs(args.data, cached(args.data, args.cache)))
    except DataError as fault:
        sys.exit(f"error: {fault}")
    (Path(args.out) / "judge.json").write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
