"""Music of the net alone: drawn with no rule but the language's own, so that what the app adds can be told apart.

No form, no cadence, no steering, no guidance; a piece is cut after its last bar.
"""
import numpy as np
import torch

from . import attributes, tokens
from .vocabulary import ACCOMPANIMENT_0, ACCOMPANIMENT_RANGE, BAR, CHORD_NONE, POSITION_0, START, VOCABULARY, kind

KINDS = np.array([kind(t) for t in range(len(VOCABULARY))])
FOLLOWS = {"START": ("BAR",), "BAR": ("POSITION",), "POSITION": ("CHORD", "MELODY", "ACCOMPANIMENT"),
           "CHORD": ("MELODY", "ACCOMPANIMENT"), "MELODY": ("DURATION",), "ACCOMPANIMENT": ("DURATION",),
           "DURATION": ("ACCOMPANIMENT", "POSITION", "BAR")}
AFTER = {name: np.isin(KINDS, following) for name, following in FOLLOWS.items()}
CHORDS = 37  # with "none"
MOST_EVENTS = 90  # a bar
TOP_P = .95


class Writer:
    """One piece on its way: what has been written and what may come next."""

    def __init__(self, bars):
        self.bars, self.events, self.bar = bars, [START], -1
        self.position, self.top = -1, 0

    def done(self):
        return self.bar >= self.bars

    def mask(self):
        """Return which events may follow, by the grammar; the first group of a piece is on the first beat and names a chord."""
        last = KINDS[self.events[-1]]
        allowed = AFTER[last].copy()
        if len(self.events) == 2:
            allowed[POSITION_0 + 1:POSITION_0 + 16] = False
        if len(self.events) == 3:
            allowed[CHORD_NONE + CHORDS:] = False
        allowed[POSITION_0:POSITION_0 + self.position + 1] = False
        allowed[ACCOMPANIMENT_0 + ACCOMPANIMENT_RANGE[0]:ACCOMPANIMENT_0 + max(self.top + 1, ACCOMPANIMENT_RANGE[0])] = False
        return allowed

    def write(self, token):
        self.events.append(token)
        if token == BAR:
            self.bar, self.position, self.top = self.bar + 1, -1, 0
        elif KINDS[token] == "POSITION":
            self.position, self.top = token - POSITION_0, 0
        elif KINDS[token] == "ACCOMPANIMENT":
            self.top = token - ACCOMPANIMENT_0

    def score(self, mode):
        """Return the score of the whole bars."""
        last = len(self.events) - 1 - self.events[::-1].index(BAR) if self.done() else len(self.events)
        events = self.events[:last]
        while KINDS[events[-1]] in ("MELODY", "ACCOMPANIMENT"):
            events = events[:-1]
        return tokens.decode(events, mode=mode)


def draw(logits, allowed, random, temperature):
    """Return one event of the likeliest that together have TOP_P."""
    logits = np.where(allowed, logits / temperature, -np.inf)
    p = np.exp(logits - logits.max())
    p /= p.sum()
    order = np.argsort(-p)
    kept = order[:int(np.searchsorted(p[order].cumsum(), TOP_P)) + 1]
    return int(random.choice(kept, p=p[kept] / p[kept].sum()))


def write(net, wishes, mean, std, bars, seed=0, temperature=.95, precision=torch.float32):
    """Return a score for each wish, {condition name: value}; what a wish does not name is withheld."""
    random, writers = np.random.default_rng(seed), [Writer(bars) for _ in wishes]
    known = np.array([[name in wish for name in attributes.CONDITIONS] for wish in wishes])
    values = np.array([[wish.get(name, 0.) for name in attributes.CONDITIONS] for wish in wishes])
    state = net.start(len(wishes))
    for _ in range(bars * MOST_EVENTS):
        places = [attributes.place_in_piece(min(max(w.bar, 0), bars - 1), bars) for w in writers]
        rows = np.stack([attributes.vector(v, k, place, mean, std) for v, k, place in zip(values, known, places)])
        inputs = torch.tensor([[w.events[-1] for w in writers]])
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == torch.bfloat16):
            logits, state = net(inputs, torch.from_numpy(rows).unsqueeze(0), state)
        state = tuple(side.float() for side in state)
        for writer, row in zip(writers, logits[0].float().numpy()):
            if not writer.done():
                writer.write(draw(row.astype(float), writer.mask(), random, temperature))
        if all(w.done() for w in writers):
            break
    return [w.score(int(wish.get("mode", 1))) for w, wish in zip(writers, wishes)]
