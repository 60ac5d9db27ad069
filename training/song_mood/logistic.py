"""Logistic regression with a ridge penalty, for two classes or more, by Newton's steps: no random numbers, no rate to choose."""
import numpy as np

STEPS, SMALL = 50, 1e-8
MOST = 30.  # beyond it a probability is 0 or 1 in float64 as far as anyone can tell


def fit(x, y, classes, penalty, weights=None):
    """Return coefficients [columns + 1, classes], the last row the intercepts, which are not penalised.

    x [rows, columns], standardised; y class numbers; weights of the rows, default 1. One column of coefficients is redundant;
    the penalty makes them sum to 0.
    """
    rows, columns = x.shape
    x = np.c_[x, np.ones(rows)]
    weights = np.ones(rows) if weights is None else weights
    told = np.eye(classes)[y]
    ridge = np.full(columns + 1, float(penalty))
    ridge[-1] = 1e-6
    found = np.zeros((columns + 1, classes))
    size = columns + 1
    before = loss(x, told, weights, ridge, found)
    for _ in range(STEPS):
        p = softmax(x @ found)
        slope = x.T @ (weights[:, None] * (p - told)) + ridge[:, None] * found
        bend = np.zeros((classes * size, classes * size))
        for a in range(classes):
            for b in range(classes):
                share = weights * p[:, a] * ((a == b) - p[:, b])
                bend[a * size:(a + 1) * size, b * size:(b + 1) * size] = (x * share[:, None]).T @ x
        bend += np.diag(np.tile(ridge, classes)) + 1e-9 * np.eye(len(bend))
        step = np.linalg.solve(bend, slope.T.ravel()).reshape(classes, size).T
        length = 1.
        while (after := loss(x, told, weights, ridge, found - length * step)) > before and length > 1e-4:
            length /= 2
        found, before = found - length * step, min(after, before)
        if np.abs(length * step).max() < SMALL:
            break
    return found


def loss(x, told, weights, ridge, found):
    scores = x @ found
    top = scores.max(1, keepdims=True)
    logs = scores - top - np.log(np.exp(scores - top).sum(1, keepdims=True))
    return -(weights * (told * logs).sum(1)).sum() + .5 * (ridge[:, None] * found ** 2).sum()


def softmax(scores):
    e = np.exp(np.clip(scores - scores.max(1, keepdims=True), -MOST, 0))
    return e / e.sum(1, keepdims=True)


def probabilities(x, found):
    """Return [rows, classes]."""
    return softmax(x @ found[:-1] + found[-1])
