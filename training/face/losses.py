"""What training minimises: soft cross-entropy, FER+ votes as targets, and distillation from teachers."""
import torch.nn.functional as F

SMOOTHING = .1  # share of a label's weight spread over all emotions (Szegedy et al. 2016)


def smooth_targets(labels, classes):
    """Return label-smoothed targets [n, classes]."""
    return F.one_hot(labels, classes).float() * (1 - SMOOTHING) + SMOOTHING / classes


def vote_shares(votes):
    """Return FER+ votes as shares [n,10]; faces without votes stay zero and so cost nothing."""
    return votes / votes.sum(1, keepdim=True).clamp(min=1)


def cross_entropy(logits, shares):
    """Mean cross-entropy against soft targets whose rows sum to one, or to zero where there is no target."""
    return -(shares * F.log_softmax(logits, 1)).sum(1).mean()


def distillation(logits, teachers, temperature):
    """Cross-entropy to the mean softened answer of teachers [t, n, classes], times T squared (Hinton et al. 2015)."""
    shares = F.softmax(teachers / temperature, 2).mean(0)
    return temperature ** 2 * cross_entropy(logits / temperature, shares)
