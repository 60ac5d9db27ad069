"""Finds the melody of a piano piece: the highest note struck by the upper hand."""
TOGETHER = .06  # quarters: notes that start within this are struck together
LOWEST_MELODY = 55  # below, a lone top note belongs to the bass


def split_hands(hands):
    """Return (melody, accompaniment) of one list of notes a hand, in quarters.

    The hand of the highest mean pitch leads; a top note sounds through lower ones that start while it lasts.
    """
    hands = sorted(hands, key=lambda notes: -sum(n.pitch for n in notes) / len(notes))
    # A second track of nearly the same height doubles or answers the first: both are searched.
    upper = hands[0] if len(hands) > 1 else [n for n in hands[0] if n.pitch >= LOWEST_MELODY]
    melody = skyline(upper)
    chosen = {id(n) for n in melody}
    rest = [n for notes in hands for n in notes if id(n) not in chosen]
    return melody, sorted(rest, key=lambda n: (n.start, n.pitch))


def skyline(notes):
    """Return the top notes, one at a time."""
    found = []
    for note in sorted(notes, key=lambda n: (n.start, -n.pitch)):
        last = found[-1] if found else None
        if last and note.start - last.start < TOGETHER:
            continue
        if last and note.start < last.end - TOGETHER and note.pitch < last.pitch - 7:
            continue  # an inner voice moves below a held top note
        found.append(note)
    return found


