"""An independent judge of valence and arousal, trained on pieces of VGMIDI that the composer never saw.

python3 -m training.composer.judge --data DIR --cache RUN --out RUN
Two logistic regressions on what features.py measures. Its accuracy on real pieces is that of cross-validation by song.
"""
import argparse
import json
import pickle
import sys
from pathlib import Path

import numpy as np

from . import features
from .dataset import cached
from .load import load
from .song import DataError

PENALTIES = (.3, 1., 3., 10., 30., 100.)
FOLDS, REPEATS, STEPS = 10, 10, 40
QUADRANTS = ((1, 1), (1, -1), (-1, 1), (-1, -1))  # valence, arousal


def fit(x, y, penalty):
    """Return the weights [features + 1] of a logistic regression by Newton's steps; y is 0 or 1, the bias is not penalised."""
    x = np.c_[x, np.ones(len(x))]
    weights, ridge = np.zeros(x.shape[1]), np.full(x.shape[1], penalty)
    ridge[-1] = 1e-6
    balance = np.where(y == 1, .5 / max(1, (y == 1).sum()), .5 / max(1, (y == 0).sum())) * len(y)
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (balance * (p - y)) + ridge * weights
        hessian = (x * (balance * p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def folds_of(count, random):
    return random.permutation(count) % FOLDS


def guesses(x, y, penalty, fold):
    """Return each piece's probability from a judge that did not see it."""
    p = np.zeros(len(y))
    for k in range(FOLDS):
        seen = fold != k
        mean, std = x[seen].mean(0), x[seen].std(0) + 1e-9
        weights = fit((x[seen] - mean) / std, y[seen], penalty)
        p[~seen] = 1 / (1 + np.exp(-(np.c_[(x[~seen] - mean) / std, np.ones((~seen).sum())] @ weights)))
    return p


def best_penalty(x, y, random):
    """Return the penalty of the highest likelihood in cross-validation."""
    fold = folds_of(len(y), random)

    def loss(penalty):
        p = np.clip(guesses(x, y, penalty, fold), 1e-6, 1 - 1e-6)
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    return min(PENALTIES, key=loss)


def nested_accuracy(x, labels, seed=0):
    """Return (accuracies, balanced ones), each {axis: [mean, spread over repeats]}.

    The penalty is chosen inside each training part, and no song is on both sides. Balanced: the mean over the classes.
    """
    rows, even = [], []
    quadrant = (labels[:, 0] > 0) * 2 + (labels[:, 1] > 0)
    for repeat in range(REPEATS):
        random = np.random.default_rng(seed + repeat)
        fold, right = folds_of(len(x), random), []
        for column in (0, 1):
            y = (labels[:, column] > 0).astype(float)
            p = np.zeros(len(y))
            for k in range(FOLDS):
                seen = fold != k
                penalty = best_penalty(x[seen], y[seen], random)
                mean, std = x[seen].mean(0), x[seen].std(0) + 1e-9
                weights = fit((x[seen] - mean) / std, y[seen], penalty)
                p[~seen] = np.c_[(x[~seen] - mean) / std, np.ones((~seen).sum())] @ weights
            right.append((p > 0) == (y == 1))
        right.append(right[0] & right[1])
        rows.append([r.mean() for r in right])
        even.append([np.mean([r[kinds == kind].mean() for kind in np.unique(kinds)])
                     for r, kinds in zip(right, (labels[:, 0], labels[:, 1], quadrant))])
    return in_words(rows), in_words(even)


def in_words(rows):
    """Return {axis: [mean, spread]} of rows of three accuracies."""
    return {name: [round(float(np.mean(c)), 4), round(float(np.std(c)), 4)]
            for name, c in zip(("valence", "arousal", "quadrant"), zip(*rows))}


class Judge:
    """Says of a performance how likely its valence and its arousal are high."""

    def __init__(self, x, labels):
        self.mean, self.std = x.mean(0), x.std(0) + 1e-9
        random = np.random.default_rng(0)
        self.penalties = [best_penalty(x, (labels[:, c] > 0).astype(float), random) for c in (0, 1)]
        self.weights = [fit((x - self.mean) / self.std, (labels[:, c] > 0).astype(float), self.penalties[c]) for c in (0, 1)]

    def probabilities(self, x):
        """Return [n, 2] of feature rows [n, features]."""
        # A figure beyond what real pieces have says no more than the furthest of them.
        scaled = np.c_[np.clip((x - self.mean) / self.std, -3, 3), np.ones(len(x))]
        return np.stack([1 / (1 + np.exp(-scaled @ w)) for w in self.weights], 1)


def judges_songs(folder, dataset):
    """Return the songs of VGMIDI that no composer was trained or chosen on: also those that are not in 4/4."""
    seen = {s.name for s in dataset.sequences if s.source == "vgmidi" and s.split != "judge"}
    return [s for s in load(folder, ("vgmidi",)) if s.name not in seen]


def train(folder, dataset):
    """Return (judge, report)."""
    songs = judges_songs(folder, dataset)
    x = np.stack([features.measure(features.of_song(s)) for s in songs])
    labels = np.array([s.label for s in songs])
    judge = Judge(x, labels)
    quadrants = {f"{v:+d}{a:+d}": int(((labels == (v, a)).all(1)).sum()) for v in (1, -1) for a in (1, -1)}
    accuracy, balanced = nested_accuracy(x, labels)
    report = {"songs": len(songs), "quadrants": quadrants, "accuracy": accuracy, "balanced": balanced,
              "commonest": {"valence": round(float(max((labels[:, 0] > 0).mean(), (labels[:, 0] < 0).mean())), 4),
                            "arousal": round(float(max((labels[:, 1] > 0).mean(), (labels[:, 1] < 0).mean())), 4)},
              "penalties": judge.penalties,
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
        judge, report = train(args.data, cached(args.data, args.cache))
    except DataError as fault:
        sys.exit(f"error: {fault}")
    out = Path(args.out)
    (out / "judge.pickle").write_bytes(pickle.dumps(judge.__dict__))
    (out / "judge.json").write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
