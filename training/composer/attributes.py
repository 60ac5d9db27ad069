"""The conditions that the net is given with every token, measured on scores."""
import numpy as np

from .song import SIXTEENTHS

CONDITIONS = ("valence", "arousal", "mode", "density", "register", "tempo")
SIZE = 2 * len(CONDITIONS) + 2  # values, whether each is known, progress, remaining
WINDOW = 4  # bars over which density and register are measured: this one and the next three
END_IN_SIGHT = 8  # bars


def bar_attributes(score):
    """Return (density, register), each [bars]: note onsets a bar and mean pitch over the window. Silent windows keep the last pitch."""
    counts, sums = np.zeros(score.bars), np.zeros(score.bars)
    for start, _, pitch in score.notes():
        counts[start // SIXTEENTHS] += 1
        sums[start // SIXTEENTHS] += pitch
    density, register, last = np.zeros(score.bars), np.zeros(score.bars), 60.
    for bar in range(score.bars):
        here = slice(bar, min(bar + WINDOW, score.bars))
        density[bar] = counts[here].mean()
        if counts[here].sum():
            last = sums[here].sum() / counts[here].sum()
        register[bar] = last
    return density, register


def of_score(score):
    """Return (values [bars, 6], known [6]) unscaled. A tempo that is a file's default is not known."""
    density, register = bar_attributes(score)
    valence, arousal = score.label or (0., 0.)
    values = np.zeros((score.bars, len(CONDITIONS)), np.float32)
    values[:] = [valence, arousal, score.mode, 0, 0, score.bpm or 0]
    values[:, 3], values[:, 4] = density, register
    labelled = score.label is not None
    return values, np.array([labelled, labelled, True, True, True, score.bpm is not None])


def place_in_piece(bar, bars):
    """Return (progress, remaining) of a bar counted from 0: the share done before it, and bars that come after it, in eighths up to 1."""
    return bar / bars, min(bars - 1 - bar, END_IN_SIGHT) / END_IN_SIGHT


def scales(pairs):
    """Return (mean [6], std [6]) over the bars of (values, known) pairs; valence, arousal and mode stay as they are."""
    mean, std = np.zeros(len(CONDITIONS)), np.ones(len(CONDITIONS))
    for index in (3, 4, 5):
        seen = np.concatenate([values[:, index] for values, known in pairs if known[index]])
        mean[index], std[index] = seen.mean(), seen.std() or 1.
    return mean, std


def vector(values, known, place, mean, std):
    """Return the condition vector [14] of a bar; unknown values are 0."""
    scaled = (np.asarray(values) - mean) / std
    return np.concatenate([np.where(known, scaled, 0.), np.asarray(known, float), place]).astype(np.float32)
