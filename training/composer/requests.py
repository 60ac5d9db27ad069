"""What the composer is asked for when it is judged."""
import numpy as np

from .judge import QUADRANTS

MOODS = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
BARS = 16
REACH = {"tempo": (60, 150), "density": (7, 24), "register": (54, 68), "velocity": (42, 106)}


def quadrants(count, seed):
    """Points spread over each quadrant, away from its borders."""
    random = np.random.default_rng(seed)
    return [{"about": {"part": "quadrant", "valence": v, "arousal": a}, "bars": BARS, "seed": int(random.integers(2 ** 31)),
             "point": {"valence": round(float(v * random.uniform(.4, .9)), 3), "arousal": round(float(a * random.uniform(.4, .9)), 3)}}
            for _ in range(count) for v, a in QUADRANTS]


def moods(count, seed):
    """The seven moods."""
    random = np.random.default_rng(seed)
    return [{"about": {"part": "mood", "mood": mood}, "bars": BARS, "seed": int(random.integers(2 ** 31)), "mood": mood}
            for _ in range(count) for mood in MOODS]


def attributes(count, seed):
    """Tempo, density, register, velocity and mode, each drawn without regard to the others, in the middle of the plane."""
    random = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        asked = {name: round(float(random.uniform(*reach)), 2) for name, reach in REACH.items()}
        asked["mode"] = int(random.choice([-1, 1]))
        found.append({"about": {"part": "attribute", **asked}, "bars": BARS, "seed": int(random.integers(2 ** 31)),
                      "point": {"valence": 0, "arousal": 0}, "attributes": asked})
    return found


def all_of(scale=1., seed=1):
    """Return every request; `scale` makes a smaller set for a quick look."""
    counts = [max(2, round(scale * n)) for n in (50, 30, 150)]
    return quadrants(counts[0], seed) + moods(counts[1], seed + 1) + attributes(counts[2], seed + 2)
