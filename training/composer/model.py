"""The net: a token and the conditions in, two LSTM layers, logits of the next token out."""
import torch
from torch import nn

from .attributes import SIZE
from .vocabulary import VOCABULARY

EMBEDDING = 128
MOOD = 64  # values the conditions are turned into


class Composer(nn.Module):
    """The conditions enter below the first layer and again above the last, so that no step can forget them."""

    def __init__(self, units=384, layers=2, dropout=.25):
        super().__init__()
        self.units, self.layers = units, layers
        self.embedding = nn.Embedding(len(VOCABULARY), EMBEDDING)
        self.mood = nn.Linear(SIZE, MOOD)
        self.lstm = nn.LSTM(EMBEDDING + MOOD, units, layers, dropout=dropout)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(units + MOOD, len(VOCABULARY))
        nn.init.normal_(self.embedding.weight, std=.1)
        for name, value in self.lstm.named_parameters():
            if name.startswith("bias_ih"):
                with torch.no_grad():
                    value[units:2 * units].fill_(1.)  # a forget gate that starts open

    def forward(self, tokens, conditions, state=None):
        """tokens int64 [t, n], conditions [t, n, 14], state ([layers, n, units], the same) -> logits [t, n, vocabulary], state."""
        mood = torch.tanh(self.mood(conditions))
        x = torch.cat([self.dropout(self.embedding(tokens)), mood.to(self.embedding.weight.dtype)], 2)
        y, state = self.lstm(x, state)
        return self.head(torch.cat([self.dropout(y), mood.to(y.dtype)], 2)), state

    def start(self, count, device=None):
        """Return the state before the first token of `count` pieces."""
        zeros = torch.zeros(self.layers, count, self.units, device=device)
        return zeros, zeros.clone()


def count_parameters(net):
    return sum(p.numel() for p in net.parameters())
