"""Judges composed pieces: does the music say what was asked, is it like real music, is it copied?

python3 -m training.composer.evaluate --data DIR --cache RUN --models models/composer --out RUN
composes with the app's own code (generate.mjs) and writes RUN/generated.json. Three things are told apart: the piece as it is played;
as it is written, at one tempo and one velocity (the net with the app's form, cadence and steering, without rendering); and the net
alone, drawn by sample.py without any of the app's rules.
"""
import argparse
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import torch

from . import copy_check, features, judge, key, requests, sample, statistics, tokens
from .dataset import cached
from .options import pick_precision
from .song import SIXTEENTHS, DataError
from .step import deployed
from .train import read_checkpoint
from .vocabulary import BAR, START

SCRIPT = Path(__file__).with_name("generate.mjs")
EVEN_BPM, EVEN_VELOCITY = 100., 64.
ABOUT_A_JUDGE = ("songs", "passages", "quadrants", "accuracy", "balanced", "commonest")


def compose(models, wishes, folder):
    """Return the lines of generate.mjs for the requests."""
    asked, got = Path(folder) / "requests.json", Path(folder) / "pieces.jsonl"
    asked.write_text(json.dumps(wishes))
    done = subprocess.run(["node", str(SCRIPT), str(models), str(asked), str(got)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise DataError(f"generate.mjs failed: {done.stderr.strip()[-800:]}")
    return read(got)


def read(path):
    """Return composed pieces, each with the score of the net's own events."""
    rows = [json.loads(line) for line in Path(path).read_text().splitlines()]
    for row in rows:
        events = [START, *(event for bar in row["tokens"] for event in (BAR, *bar))]
        row["score"] = tokens.decode(events, mode=1 if row["piece"]["mode"] == "major" else -1)
    return rows


def even(score):
    """Return a score as it sounds without any rendering."""
    rows = [(start / 4, duration / 4, pitch, EVEN_VELOCITY) for start, duration, pitch in score.notes()]
    return features.Performance(np.array(rows, float), EVEN_BPM)


def part(rows, name):
    return [row for row in rows if row["about"]["part"] == name]


def rendered(rows):
    return np.stack([features.measure(features.of_piece(row["piece"])) for row in rows])


def judged(performances, asked, judging):
    """Return the shares of performances that the judge puts where they were asked; asked [n, 2], -1 or 1."""
    right = judging.high([judge.passages(one) for one in performances]) == (asked > 0)
    return {"pieces": len(asked), "valence": share(right[:, 0]), "arousal": share(right[:, 1]), "quadrant": share(right.all(1)),
            "quadrants": {f"{v:+d}{a:+d}": share(right[(asked == (v, a)).all(1)].all(1)) for v, a in judge.QUADRANTS}}


def mode_heard(notes):
    """Return 1 or -1, the mode found in (start, duration, pitch) notes."""
    return key.find_key(key.durations(notes))[1]


def obeyed(rows):
    """Return Spearman's correlation of what was asked with what is measured in pieces as they are played."""
    columns = dict(zip(features.NAMES, rendered(rows).T))
    asked = {name: [row["about"][name] for row in rows] for name in (*requests.REACH, "mode")}
    shift = [(row["piece"]["tonic"] - (0 if row["piece"]["mode"] == "major" else 9) + 6) % 12 - 6 for row in rows]
    found = {"pieces": len(rows), "rendering": {
        "tempo": round(statistics.spearman(asked["tempo"], columns["tempo"]), 3),
        "velocity": round(statistics.spearman(asked["velocity"], columns["velocity"]), 3)}}
    return {**found, "written": written_as_asked(asked, [row["score"] for row in rows], shift)}


def written_as_asked(asked, scores, shift):
    """Return Spearman's correlation for what the notes decide: density, register, mode."""
    measured = {"density": [len(s.notes()) / s.bars for s in scores],
                "register": [np.mean([n[2] for n in s.notes()]) + by for s, by in zip(scores, shift)],
                "mode": [mode_heard(s.notes()) for s in scores]}
    found = {name: round(statistics.spearman(asked[name], values), 3) for name, values in measured.items()}
    return {**found, "modeRight": share(np.array(asked["mode"]) == measured["mode"])}


def net_alone(args, rows, judging, excerpts):
    """Return what the net does without the app: the same wishes for attributes, and the four quadrants by label alone."""
    checkpoint = read_checkpoint(args.checkpoint)
    net, precision = deployed(checkpoint), pick_precision("auto", torch.device("cpu"))
    scales = [np.array(checkpoint[key]) for key in ("mean", "std")]
    names = ("mode", "density", "register", "tempo")
    wishes = [{name: row["about"][name] for name in names} for row in rows]
    scores = sample.write(net, wishes, *scales, requests.BARS, args.seed, precision=precision)
    asked = {name: [wish[name] for wish in wishes] for name in names}
    labels = np.array(judge.QUADRANTS * max(4, round(30 * args.scale)))
    told = [{"valence": v, "arousal": a} for v, a in labels.tolist()]
    labelled = sample.write(net, told, *scales, requests.BARS, args.seed + 1, precision=precision)
    return {"asked": written_as_asked(asked, scores, [0] * len(scores)), "likeReal": statistics.compare(scores, excerpts),
            "judgedByLabelAlone": judged([even(s) for s in labelled], labels, judging)}


def seven(rows):
    """Return the measured attributes of the seven moods, and how often a piece lies nearest to its own mood's mean.

    The mean is that of the mood's other pieces; figures are scaled by their spread over all pieces.
    """
    shown = ("tempo", "onsets a beat", "velocity", "pitch", "length in beats", "major against minor", "velocity spread")
    x = rendered(rows)
    x = x[:, [features.NAMES.index(name) for name in shown]]
    names = np.array([row["about"]["mood"] for row in rows])
    scaled = (x - x.mean(0)) / (x.std(0) + 1e-9)
    confusion = np.zeros((len(requests.MOODS), len(requests.MOODS)), int)
    for i, name in enumerate(names):
        means = [scaled[(names == mood) & (np.arange(len(names)) != i)].mean(0) for mood in requests.MOODS]
        nearest = int(np.argmin([((scaled[i] - m) ** 2).sum() for m in means]))
        confusion[requests.MOODS.index(name), nearest] += 1
    plain = x.copy()
    for column, name in enumerate(shown):
        if name in ("tempo", "onsets a beat", "length in beats"):
            plain[:, column] = np.exp(plain[:, column])
    return {"moods": list(requests.MOODS), "nearestToItsOwn": round(float(np.trace(confusion) / confusion.sum()), 4),
            "confusion": confusion.tolist(),
            "means": {mood: {name: round(float(v), 2) for name, v in zip(shown, plain[names == mood].mean(0))} for mood in requests.MOODS}}


def musical(rows):
    """Return the shares of pieces that are whole: every bar has notes, the last chord is the key's own, melody ends on its root."""
    scores = [row["score"] for row in rows]

    def home(score):
        tonic = (0, "maj") if score.mode > 0 else (9, "min")
        return score.chords and score.chords[-1][1] == tonic

    def closed(score):
        notes = [n for n in score.notes() if n[0] // SIXTEENTHS == score.bars - 1]
        return bool(notes) and max(s + d for s, d, _ in notes) <= score.bars * SIXTEENTHS

    return {"pieces": len(rows), "asLongAsAsked": share(s.bars == row["request"]["bars"] for s, row in zip(scores, rows)),
            "noEmptyBar": share(all(statistics.bar_sets(s)) for s in scores), "endsOnTonicChord": share(home(s) for s in scores),
            "endsWithLastBar": share(closed(s) for s in scores),
            "inKey": share(key.in_scale(key.durations(s.notes()), 0 if s.mode > 0 else 9, s.mode) >= .8 for s in scores)}


def share(answers):
    return round(float(np.mean([bool(a) for a in answers])), 4)


def real_excerpts(dataset):
    """Return 16 bars from the middle of every held-out song."""
    found = []
    for score, sequence in zip(dataset.scores, dataset.sequences):
        if sequence.split in ("test", "validation") and score.bars >= requests.BARS:
            found.append(statistics.excerpt(score, requests.BARS, (score.bars - requests.BARS) // 2))
    if not found:
        raise DataError(f"No held-out song has {requests.BARS} bars to compare with.")
    return found


def evaluate(args):
    dataset = cached(args.data, args.cache)
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    rows = read(args.pieces) if args.pieces else compose(args.models, requests.all_of(args.scale, args.seed), out)
    judging, about_judge = judge.train(judge.judges_songs(args.data, dataset))
    second, about_second = judge.train(judge.second_judges_songs(args.data, dataset))
    corpus = copy_check.Corpus([s for s, q in zip(dataset.scores, dataset.sequences) if q.split == "train"])
    excerpts = real_excerpts(dataset)
    quadrants = part(rows, "quadrant")
    asked = np.array([[row["about"]["valence"], row["about"]["arousal"]] for row in quadrants])
    composed = [row["score"] for row in part(rows, "quadrant") + part(rows, "mood")]
    report = {
        "bars": requests.BARS, "judge": {key: about_judge[key] for key in ABOUT_A_JUDGE},
        "secondJudge": {key: about_second[key] for key in ABOUT_A_JUDGE},
        "judged": {"played": judged([features.of_piece(row["piece"]) for row in quadrants], asked, judging),
                   "written": judged([even(row["score"]) for row in quadrants], asked, judging),
                   "playedBySecond": judged([features.of_piece(row["piece"]) for row in quadrants], asked, second)},
        "obeyed": obeyed(part(rows, "attribute")),
        "netAlone": net_alone(args, part(rows, "attribute"), judging, excerpts) if args.checkpoint else None,
        "sevenMoods": seven(part(rows, "mood")), "musical": musical(rows), "likeReal": statistics.compare(composed, excerpts),
        "copies": {"composed": copy_check.report(corpus, composed), "realHeldOut": copy_check.report(corpus, excerpts)},
        "secondsABar": round(float(np.median([row["seconds"] / row["piece"]["bars"] for row in rows])), 5)}
    (out / "generated.json").write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps(report, indent=1))


def main(argv=None):
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True)
    p.add_argument("--cache", required=True, help="the folder with tokens.pickle")
    p.add_argument("--models", default="models/composer")
    p.add_argument("--checkpoint", help="the net whose own share is told apart; left out otherwise")
    p.add_argument("--pieces", help="judge these pieces, written by generate.mjs before, and compose none")
    p.add_argument("--out", required=True)
    p.add_argument("--scale", type=float, default=1., help="share of the full set of pieces")
    p.add_argument("--seed", type=int, default=1)
    try:
        evaluate(p.parse_args(argv))
    except DataError as fault:
        sys.exit(f"error: {fault}")


if __name__ == "__main__":
    main()
