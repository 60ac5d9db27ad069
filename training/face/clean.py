"""Drops from training what would make the figures untrue: copies of test faces, and copies inside training.

A copy is pixel-identical; near copies (re-encoded, shifted) are not looked for.
"""
import numpy as np


def digests(faces):
    """Return one bytes key a face, equal for pixel-identical faces."""
    return [pixels.tobytes() for pixels in faces.pixels]


def leaked(test, training):
    """Return a mask over `test`: True where the same pixels are in `training`."""
    known = set(digests(training))
    return np.array([key in known for key in digests(test)], dtype=bool)


def drop_leaks(splits):
    """Return ({split: Faces} with the copies of both test splits gone from Training, faces dropped)."""
    test = set(digests(splits["PublicTest"])) | set(digests(splits["PrivateTest"]))
    keep = np.array([key not in test for key in digests(splits["Training"])], dtype=bool)
    return {**splits, "Training": splits["Training"].take(keep)}, int((~keep).sum())


def drop_repeats(faces):
    """Return (faces with one copy of each, faces dropped); copies whose labels disagree all go."""
    groups = {}
    for index, key in enumerate(digests(faces)):
        groups.setdefault(key, []).append(index)
    keep = [g[0] for g in groups.values() if len(set(faces.labels[g])) == 1]
    return faces.take(np.array(sorted(keep), dtype=np.int64)), len(faces) - len(keep)
