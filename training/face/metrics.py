"""Figures of a classifier from its logits and the true labels; numpy in, plain numbers out."""
import math

import numpy as np

CALIBRATION_BINS = 15


def softmax(logits, temperature=1.):
    """Return probabilities [n, classes]."""
    scaled = np.asarray(logits, np.float64) / temperature
    powers = np.exp(scaled - scaled.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def wilson(right, total, z=1.959964):
    """Return the 95 % interval of a share (Wilson 1927)."""
    share = right / total
    middle = share + z * z / (2 * total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return (middle - half) / scale, (middle + half) / scale


def confusion(labels, guesses, classes):
    """Return counts [truth, guess]."""
    return np.bincount(np.asarray(labels) * classes + np.asarray(guesses), minlength=classes * classes).reshape(classes, classes)


def per_class(matrix):
    """Return [{precision, recall, f1, n}] a class; a class never guessed has precision 0."""
    rows = []
    for c in range(len(matrix)):
        right, guessed, true = matrix[c, c], matrix[:, c].sum(), matrix[c].sum()
        precision, recall = right / max(1, guessed), right / max(1, true)
        f1 = 2 * precision * recall / max(1e-12, precision + recall)
        rows.append({"precision": float(precision), "recall": float(recall), "f1": float(f1), "n": int(true)})
    return rows


def calibration_error(probabilities, labels, bins=CALIBRATION_BINS):
    """Return the expected calibration error: the gap between confidence and accuracy over equal-width bins."""
    confidence, right = probabilities.max(1), probabilities.argmax(1) == labels
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(confidence[place == b].mean() - right[place == b].mean()) * (place == b).mean()
            for b in range(bins) if (place == b).any()]
    return float(sum(gaps))


def negative_log_likelihood(logits, labels, temperature=1.):
    probabilities = softmax(logits, temperature)[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(probabilities, 1e-12)).mean())


def fit_temperature(logits, labels):
    """Return the temperature with the least negative log-likelihood (Guo et al. 2017), by golden-section search."""
    low, high, ratio = math.log(.05), math.log(20), (math.sqrt(5) - 1) / 2

    def cost(log_temperature):
        return negative_log_likelihood(logits, labels, math.exp(log_temperature))

    left, right = high - ratio * (high - low), low + ratio * (high - low)
    while high - low > 1e-5:
        if cost(left) < cost(right):
            high, right = right, left
            left = high - ratio * (high - low)
        else:
            low, left = left, right
            right = low + ratio * (high - low)
    return math.exp((low + high) / 2)


def pair_accuracy(logits, labels, first, second):
    """Return (accuracy, n) of telling two classes apart: their faces alone, the larger of their two logits."""
    chosen = (labels == first) | (labels == second)
    guess = np.where(logits[chosen, first] >= logits[chosen, second], first, second)
    return float((guess == labels[chosen]).mean()), int(chosen.sum())


def summary(logits, labels, temperature):
    """Return every figure of one split as a dictionary that JSON can hold."""
    logits, labels = np.asarray(logits, np.float64), np.asarray(labels)
    matrix = confusion(labels, logits.argmax(1), logits.shape[1])
    right, rows = int(np.trace(matrix)), per_class(matrix)
    return {
        "n": len(labels),
        "accuracy": right / len(labels),
        "interval95": list(wilson(right, len(labels))),
        "macroF1": float(np.mean([row["f1"] for row in rows])),
        "calibrationError": calibration_error(softmax(logits, temperature), labels),
        "calibrationErrorBefore": calibration_error(softmax(logits), labels),
        "negativeLogLikelihood": negative_log_likelihood(logits, labels, temperature),
        "perClass": rows,
        "confusion": matrix.tolist(),
    }
