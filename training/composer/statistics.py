"""Figures of scores that composed pieces should share with real ones, and rank correlation."""
import numpy as np

from . import key
from .song import SIXTEENTHS

NAMES = ("pitch range", "pitch classes a bar", "polyphony", "bar self-similarity", "in scale", "onsets a bar", "melody notes a bar",
         "empty bars")
LAGS = (1, 2, 4, 8)  # bars


def bar_sets(score):
    """Return for each bar the set of (position, pitch) struck in it."""
    sets = [set() for _ in range(score.bars)]
    for start, _, pitch in score.notes():
        sets[start // SIXTEENTHS].add((start % SIXTEENTHS, pitch))
    return sets


def self_similarity(sets):
    """Return the mean over bars of the closest match (Jaccard) among the bars 1, 2, 4 and 8 before."""
    found = []
    for bar in range(max(LAGS), len(sets)):
        shares = [len(sets[bar] & sets[bar - lag]) / max(1, len(sets[bar] | sets[bar - lag])) for lag in LAGS]
        found.append(max(shares))
    return float(np.mean(found)) if found else float("nan")


def of_score(score):
    """Return the figures in the order of NAMES."""
    notes = score.notes()
    pitches = np.array([n[2] for n in notes])
    sounding = np.zeros(score.bars * SIXTEENTHS + 64)
    for start, duration, _ in notes:
        sounding[start:start + duration] += 1
    sets = bar_sets(score)
    filled = [s for s in sets if s]
    tonic = 0 if score.mode > 0 else 9
    return np.array([pitches.max() - pitches.min(), np.mean([len({p % 12 for _, p in s}) for s in filled]), sounding[sounding > 0].mean(),
                     self_similarity(sets), key.in_scale(key.durations(notes), tonic, score.mode), len(notes) / score.bars,
                     len(score.melody) / score.bars, 1 - len(filled) / score.bars])


def excerpt(score, bars, first=0):
    """Return some bars of a score, so that lengths do not differ."""
    begin, end = first * SIXTEENTHS, (first + bars) * SIXTEENTHS

    def cut(notes):
        return [(s - begin, d, p) for s, d, p in notes if begin <= s < end]

    return score.with_(bars=bars, melody=cut(score.melody), accompaniment=cut(score.accompaniment), chords=None)


def compare(composed, real):
    """Return {name: {composed, real: mean, real5: 5th percentile, real95, within: share of composed pieces between them}}."""
    mine, theirs = (np.array([of_score(s) for s in scores]) for scores in (composed, real))
    rows = {}
    for column, name in enumerate(NAMES):
        ours, others = mine[:, column], theirs[:, column][~np.isnan(theirs[:, column])]
        low, high = np.percentile(others, [5, 95])
        rows[name] = {"composed": round(float(np.nanmean(ours)), 3), "real": round(float(others.mean()), 3),
                      "real5": round(float(low), 3), "real95": round(float(high), 3),
                      "within": round(float(np.mean((ours >= low) & (ours <= high))), 3)}
    return rows


def ranks(values):
    """Return ranks from 0, equal values sharing their mean rank."""
    order = np.argsort(values, kind="stable")
    result = np.empty(len(values))
    result[order] = np.arange(len(values))
    for value in np.unique(values):
        same = values == value
        result[same] = result[same].mean()
    return result


def spearman(a, b):
    """Return the rank correlation of two lists; 0 where one of them does not vary."""
    x, y = ranks(np.asarray(a, float)), ranks(np.asarray(b, float))
    if x.std() == 0 or y.std() == 0:
        return 0.
    return float(np.corrcoef(x, y)[0, 1])
