"""Cross-validation folds in which whole groups (an artist, a series of games) stay together and classes are spread evenly."""
import numpy as np


def grouped(y, groups, count, seed):
    """Return the fold, 0..count - 1, of every row. y class numbers, groups any labels."""
    pick = np.random.default_rng(seed)
    names, groups = np.unique(groups, return_inverse=True)
    classes = int(y.max()) + 1
    table = np.zeros((len(names), classes))
    np.add.at(table, (groups, y), 1)
    # The largest first, since a large group that comes last has no place left; among equals by chance.
    order = np.lexsort((pick.random(len(names)), -table.sum(1)))
    filled = np.zeros((count, classes))
    share = np.maximum(table.sum(0), 1)
    fold_of = np.zeros(len(names), int)
    for group in order:
        after = ((filled + table[group]) / share) ** 2
        cost = after.sum(1) - ((filled / share) ** 2).sum(1) + pick.random(count) * 1e-9
        fold_of[group] = int(cost.argmin())
        filled[fold_of[group]] += table[group]
    return fold_of[groups]
