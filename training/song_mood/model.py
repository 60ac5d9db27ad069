"""The fitted map: two logistic regressions, one an axis, read as points of the plane and blended with the additive rule.

The weights come from how songs of one kind of sound differ from one another; the centre is another matter. Solo piano, a band and a
synthesiser differ in every cue whatever they play, so a map centred on the piano calls all pop aroused. The map that ships is
therefore centred between kinds of sound where cues depend on the sound (centre).

The chance that listeners call a song positive (or aroused), p, becomes 2 p - 1, within -1..1: 0 where they would be divided. Both
classes weigh the same in the fit, so that 0 is no opinion and not the habit of one data set. Where cues lie beyond what the
model was trained on they are clipped, and the more of them are, the more the rule decides.
"""
from dataclasses import dataclass

import numpy as np

from . import folds, logistic
from .features import FURTHEST, NAMES, PLAYED, spread, standardise

AXES = ("valence", "arousal")
PENALTIES = (1., 3., 10., 30.)
INNER = 5
# Share of the rule where every cue is within the training's range: evaluate.py found no share that helps.
RULE_SHARE = 0.


@dataclass
class MoodModel:
    mean: np.ndarray
    std: np.ndarray
    weights: np.ndarray  # [2, cues]
    bias: np.ndarray  # [2]

    def recentred(self, mean):
        """Return the same map, centred elsewhere."""
        return MoodModel(mean, self.std, self.weights, self.bias)

    def fitted(self, raw):
        """Return [recordings, 2], each within -1..1, of raw cues."""
        z = standardise(spread(raw), self.mean, self.std)
        return np.tanh((z @ self.weights.T + self.bias) / 2)

    def strangeness(self, raw):
        """Return the share of cues further from the training's mean than the clip."""
        z = (spread(raw) - self.mean) / self.std
        return (np.abs(np.nan_to_num(z)) > FURTHEST).mean(1)

    def placed(self, raw, rule, share=RULE_SHARE):
        """Return [recordings, 2]: the fitted point, moved towards the rule's by its share and by how strange the cues are."""
        towards = (share + (1 - share) * self.strangeness(raw))[:, None]
        return (1 - towards) * self.fitted(raw) + towards * rule


def centre(kinds):
    """Return where the map that ships is centred, of several kinds of sound, each a raw [recordings, cues], the labelled one first.

    Cues of what is played stay where the labelled songs are; those of how it sounds are centred between the kinds.
    """
    means = [np.nanmean(spread(raw), 0) for raw in kinds]
    played = np.isin(NAMES, PLAYED)
    return np.where(played, means[0], np.mean(means, 0))


def balance(told, weights):
    """Return weights under which both classes weigh half."""
    high = told == 1
    return weights * np.where(high, .5 / weights[high].sum(), .5 / weights[~high].sum()) * weights.sum()


def song_weights(songs):
    """Every song weighs the same, however many renderings of it there are."""
    _, number, counts = np.unique(songs, return_inverse=True, return_counts=True)
    return 1. / counts[number]


def fit_axis(z, told, weights, penalty):
    found = logistic.fit(z, told, 2, penalty, balance(told, weights))
    return found[:-1, 1] - found[:-1, 0], found[-1, 1] - found[-1, 0]


def choose_penalty(z, told, weights, groups, seed):
    fold = folds.grouped(told, groups, INNER, seed)
    losses = []
    for penalty in PENALTIES:
        score = np.zeros(len(told))
        for f in range(INNER):
            held = fold == f
            slope, bias = fit_axis(z[~held], told[~held], weights[~held], penalty)
            score[held] = z[held] @ slope + bias
        losses.append(float((weights * np.log1p(np.exp(np.where(told == 1, -score, score)))).sum()))
    return PENALTIES[int(np.argmin(losses))]


def fit(heard, rows, seed=0, groups=None):
    """Return the MoodModel of the rows (a mask), and the mean of each kind of sound in them: True the piano's, False the others'.

    The penalties are chosen by cross-validation within the rows, groups kept whole.
    """
    groups = np.array(heard.songs if groups is None else groups)[rows]
    raw, labels, weights = heard.raw[rows], heard.labels[rows], song_weights(np.array(heard.songs)[rows])
    columns, piano = spread(raw), heard.variants[rows] == 0
    # Every kind of sound by its own mean: how kinds differ from one another says nothing of mood.
    means = {kind: np.nanmean(columns[piano == kind], 0) for kind in np.unique(piano)}
    own = np.array([means[kind] for kind in piano])
    std = np.nanstd(columns - own, 0) + 1e-6
    z = standardise(columns, own, std)
    slopes, biases = [], []
    for axis in range(2):
        sure = labels[:, axis] != 0
        told = (labels[sure, axis] > 0).astype(int)
        penalty = choose_penalty(z[sure], told, weights[sure], groups[sure], seed)
        slope, bias = fit_axis(z[sure], told, weights[sure], penalty)
        slopes.append(slope)
        biases.append(bias)
    return MoodModel(np.mean(list(means.values()), 0), std, np.stack(slopes), np.array(biases)), means
