"""Makes up for rare emotions: by drawing them more often, or by shifting the logits while training."""
import numpy as np
import torch

METHODS = ("none", "oversample", "logit-adjust")
LEAST_SHARE = .15  # an emotion is repeated until it has this share of the commonest one


def epoch_order(labels, method, generator):
    """Return shuffled indices for one epoch; `oversample` repeats rare classes up to LEAST_SHARE of the commonest.

    In FER2013 only disgust lies below it (about 400 faces against 7,000): it is seen some 2.6 times an epoch.
    """
    index = np.arange(len(labels))
    if method == "oversample":
        counts = np.bincount(labels)
        least = int(LEAST_SHARE * counts.max())
        extra = [repeat(np.flatnonzero(labels == c), least - n, generator) for c, n in enumerate(counts) if 0 < n < least]
        index = np.concatenate([index, *extra])
    return index[torch.randperm(len(index), generator=generator).numpy()]


def repeat(members, wanted, generator):
    """Draw `wanted` of the members: whole rounds first, then a random part, so that none is far ahead."""
    rounds, rest = divmod(wanted, len(members))
    part = torch.randperm(len(members), generator=generator).numpy()[:rest]
    return np.concatenate([np.tile(members, rounds), members[part]])


def logit_shift(labels, classes, method, strength=1.):
    """Return what is added to the logits in the loss: strength * log prior (Menon et al. 2021), or zeros."""
    if method != "logit-adjust":
        return torch.zeros(classes)
    counts = np.bincount(labels, minlength=classes)
    return strength * torch.log(torch.tensor(counts / counts.sum(), dtype=torch.float32))
