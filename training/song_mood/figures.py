"""The figures that the models are judged by."""
import math

import numpy as np

Z95 = 1.959964


def wilson(right, count):
    """Return the 95 % interval of a share (Wilson 1927)."""
    share, square = right / count, Z95 ** 2
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = Z95 / (1 + square / count) * math.sqrt(share * (1 - share) / count + square / (4 * count ** 2))
    return [round(middle - half, 4), round(middle + half, 4)]


def recalls(told, found, classes):
    """Return the share of each class that was found."""
    return [float((found[told == c] == c).mean()) for c in range(classes)]


def confusion(told, found, classes):
    """Return rows of what is, columns of what was said."""
    table = np.zeros((classes, classes), int)
    np.add.at(table, (told, found), 1)
    return table.tolist()


def ranks(values):
    """Return ranks from 0, equal values sharing the mean of theirs."""
    values = np.asarray(values, float)
    places = np.empty(len(values))
    places[np.argsort(values, kind="stable")] = np.arange(len(values))
    _, same = np.unique(values, return_inverse=True)
    return (np.bincount(same, places) / np.bincount(same))[same]


def spearman(a, b):
    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def area(told, scores):
    """Return the area under the ROC curve; told is 0 or 1."""
    high = told == 1
    r = ranks(scores)
    return float((r[high].sum() - high.sum() * (high.sum() - 1) / 2) / (high.sum() * (~high).sum()))


def calibration_error(told, p, bins=10):
    """Return the expected calibration error of probabilities [rows, classes], in bins of confidence."""
    confidence, right = p.max(1), p.argmax(1) == told
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(sum(abs(confidence[place == b].mean() - right[place == b].mean()) * (place == b).mean() for b in np.unique(place)))
