"""Splits by song: kin stay together, and half of VGMIDI is kept for the judge alone."""
import hashlib

JUDGE_SHARE = .5
SHARES = (("test", .08), ("validation", .16))  # upper bounds; the rest trains


def place_of(name):
    """Return a number in [0, 1) that depends on the name alone."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:6], "big") / 2 ** 48


def is_for_judge(name):
    """Tell whether a piece of VGMIDI belongs to the judge."""
    return place_of(f"judge {name}") < JUDGE_SHARE


def split_names(scores, groups):
    """Return the split of every score; a group with a piece of the judge's goes to the judge whole, so nobody else sees it."""
    of_group = {}
    for score, group in zip(scores, groups):
        if score.source == "vgmidi" and is_for_judge(score.name):
            of_group[group] = "judge"
    for group in set(groups):
        place = place_of(f"split {scores[list(groups).index(group)].name}")
        of_group.setdefault(group, next((name for name, bound in SHARES if place < bound), "train"))
    return [of_group[group] for group in groups]
