"""The additive rule of decision 005, as src/core/signal/audio-affect.ts has it: the prior that the fitted map is blended with."""
import math

# cue: weight on valence, weight on arousal
WEIGHTS = {"mode": (.45, 0.), "tempo": (.25, .3), "loudness": (-.08, .3), "range": (0., -.05), "brightness": (.12, .15),
           "onsets": (.12, .2)}
FURTHEST = 3.


def clamped(value):
    return max(-FURTHEST, min(FURTHEST, value))


def octaves(value, centre, width):
    return -FURTHEST if value <= 0 else clamped(math.log2(value / centre) / width)


def affect(line):
    """Return (valence, arousal) of one analysis, each within -1..1."""
    cues = {
        "mode": {"major": 1., "minor": -1.}.get(line["mode"], 0.),
        "tempo": 0. if line["tempoBpm"] is None else octaves(line["tempoBpm"], 117, .36),
        "loudness": clamped((line["loudnessLufs"] + 12) / 6),
        "range": clamped((line["dynamicRangeDb"] - 6) / 4),
        "brightness": octaves(line["brightnessHz"], 1700, .7),
        "onsets": clamped((line["onsetsPerSecond"] - 3.5) / 1.7),
    }
    return tuple(math.tanh(sum(WEIGHTS[name][axis] * value for name, value in cues.items())) for axis in (0, 1))
