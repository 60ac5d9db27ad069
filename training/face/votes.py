"""FER+ (Barsoum et al. 2016): how ten people each called the faces of FER2013, and the net's head that answers as most of them would.

The data set's own label is one person's; it agrees with most of the ten on two faces of three.
"""
import numpy as np
import torch
from torch import nn

# FER+ columns by emotion; contempt, unknown and not-a-face have no place among the seven.
VOTE_COLUMNS = {"angry": 4, "disgust": 5, "fear": 6, "happy": 1, "sad": 3, "surprise": 2, "neutral": 0}


def majority(votes, emotions):
    """Return labels [n]: the emotion with more votes than any other column, -1 where that is none of `emotions`."""
    top = votes.max(1)
    sole = (votes == top[:, None]).sum(1) == 1
    winner = votes.argmax(1)
    labels = np.full(len(votes), -1)
    for number, name in enumerate(emotions):
        labels[(winner == VOTE_COLUMNS[name]) & sole & (top > 0)] = number
    return labels


@torch.no_grad()
def head(net, emotions):
    """Return the net's FER+ head cut down to `emotions`, in their order: features [n, features] to logits [n, len(emotions)]."""
    columns = [VOTE_COLUMNS[name] for name in emotions]
    kept = nn.Linear(net.votes.in_features, len(columns))
    kept.weight.copy_(net.votes.weight[columns])
    kept.bias.copy_(net.votes.bias[columns])
    return kept.eval().requires_grad_(False)
