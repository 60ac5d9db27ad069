"""The baselines: unigram, and n-grams by interpolated Kneser-Ney smoothing (Chen and Goodman 1999), on the same events."""
import numpy as np

from .vocabulary import PAD, VOCABULARY

SIZE = len(VOCABULARY)


def windows(sequences, order):
    """Return int64 codes [events, order]: column k codes the last k + 1 events, the one to be guessed in the last digit."""
    rows = []
    for tokens in sequences:
        padded = np.concatenate([np.full(order - 1, PAD), np.asarray(tokens, np.int64)])
        codes, power = [], 1
        for back in range(order):
            part = padded[order - 1 - back:len(padded) - back] * power
            codes.append(part if not codes else codes[-1] + part)
            power *= SIZE
        rows.append(np.stack(codes, 1)[1:])  # START is given
    return np.concatenate(rows)


def found(keys, wanted):
    """Return (places in the sorted keys, whether each is there)."""
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return places, keys[places] == wanted


class KneserNey:
    """Counts of one order after another; lower orders count what precedes, not how often."""

    def __init__(self, sequences, order):
        self.levels = []
        codes = windows(sequences, order)
        for n in range(order, 0, -1):
            if n == order:
                grams, counts = np.unique(codes[:, n - 1], return_counts=True)
            else:
                # Distinct longer n-grams that end in each of these.
                grams, counts = np.unique(self.levels[0]["grams"] % SIZE ** n, return_counts=True)
            # The oldest event has the highest digit: a context is the code without its last digit.
            contexts, first, kinds = np.unique(grams // SIZE, return_index=True, return_counts=True)
            totals = np.add.reduceat(counts, first)
            once, twice = (counts == 1).sum(), (counts == 2).sum()
            self.levels.insert(0, {"grams": grams, "counts": counts, "contexts": contexts, "kinds": kinds, "totals": totals,
                                   "discount": once / max(1, once + 2 * twice)})

    def losses(self, sequences):
        """Return -ln p of every event but START."""
        codes = windows(sequences, len(self.levels))
        p = np.full(len(codes), 1 / SIZE)
        for n, level in enumerate(self.levels):
            place, there = found(level["grams"], codes[:, n])
            counts = np.where(there, level["counts"][place], 0)
            place, known = found(level["contexts"], codes[:, n] // SIZE)
            totals, kinds = level["totals"][place], level["kinds"][place]
            higher = (np.maximum(counts - level["discount"], 0) + level["discount"] * kinds * p) / totals
            p = np.where(known, higher, p)
        return -np.log(p)


def unigram_losses(training, sequences):
    """Return -ln p of every event but START, by add-one counts."""
    counts = np.bincount(np.concatenate([t[1:] for t in training]), minlength=SIZE) + 1.
    return -np.log(counts / counts.sum())[np.concatenate([t[1:] for t in sequences]).astype(int)]
