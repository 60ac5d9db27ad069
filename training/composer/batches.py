"""Lays songs side by side into streams, so that the net's state can go on from one chunk of a song to the next."""
import numpy as np
import torch

from . import attributes
from .vocabulary import PAD

DROP_ONE, DROP_ALL = .15, .1  # how often one condition, and all of them, are withheld from a song


def bar_vectors(sequence, mean, std, known):
    """Return the condition vectors of a sequence's bars, float32 [bars, 14]."""
    bars = len(sequence.values)
    return np.stack([attributes.vector(sequence.values[bar], known, attributes.place_in_piece(bar, bars), mean, std)
                     for bar in range(bars)])


def withheld(known, random):
    """Return which conditions are left after the chance withholding of training."""
    if random.random() < DROP_ALL:
        return np.zeros_like(known)
    return known & (random.random(len(known)) >= DROP_ONE)


def streams(sequences, mean, std, count, length, random=None):
    """Yield (tokens, targets [length, count], conditions [length, count, 14], fresh [count]) over all sequences once.

    With `random` the order and the withheld conditions are drawn, without it nothing is withheld. `fresh` tells where a song begins.
    """
    order = np.arange(len(sequences)) if random is None else random.permutation(len(sequences))
    lanes = [[] for _ in range(count)]
    filled = np.zeros(count, int)
    for index in order:
        lane = int(filled.argmin())
        lanes[lane].append(index)
        filled[lane] += -(-(len(sequences[index].tokens) - 1) // length)
    readers = [lane_chunks([sequences[i] for i in lane], mean, std, length, random) for lane in lanes]
    silent = (np.full(length, PAD), np.full(length, PAD), np.zeros((length, attributes.SIZE), np.float32), True)
    for _ in range(filled.max()):
        rows = [next(reader, silent) for reader in readers]
        tokens, targets, conditions = (np.stack([row[part] for row in rows], 1) for part in range(3))
        yield (torch.from_numpy(tokens).long(), torch.from_numpy(targets).long(), torch.from_numpy(conditions),
               torch.tensor([row[3] for row in rows]))


def lane_chunks(sequences, mean, std, length, random):
    """Yield (tokens, targets, conditions, fresh) of one lane, each song padded to whole chunks."""
    for sequence in sequences:
        known = sequence.known if random is None else withheld(sequence.known, random)
        vectors = bar_vectors(sequence, mean, std, known)[sequence.bars]
        inputs, targets = sequence.tokens[:-1], sequence.tokens[1:]
        for start in range(0, len(inputs), length):
            part = slice(start, start + length)
            missing = length - len(inputs[part])
            yield (np.pad(inputs[part], (0, missing), constant_values=PAD), np.pad(targets[part], (0, missing), constant_values=PAD),
                   np.pad(vectors[:-1][part], ((0, missing), (0, 0))), start == 0)
