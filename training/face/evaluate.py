"""Judges a checkpoint as it would ship: PublicTest for every choice, PrivateTest once, at the end.

python3 -m training.face.evaluate --checkpoint RUN/best.pt --data fer2013.csv --out RUN [--open-private]
writes RUN/public.json, with the temperature fitted there, and after --open-private RUN/private.json.
"""
import argparse
import json
import math
import sys
from pathlib import Path

import numpy as np
import torch

from . import metrics
from .augment import affine_views
from .deploy import deployed, logits_of, read_checkpoint
from .load import DataError
from .prepare import prepare, to_tensor

# FER+ columns in the order of EMOTIONS; contempt, unknown and not-a-face have no place among the seven.
VOTE_COLUMNS = {"angry": 4, "disgust": 5, "fear": 6, "happy": 1, "sad": 3, "surprise": 2, "neutral": 0}
BOX_CHANGES = [
    ("as it is", {}),
    *[(f"moved {share:.0%} {where}", {axis: sign * share}) for share in (.05, .10)
      for where, axis, sign in (("right", "shift_x", 1), ("left", "shift_x", -1), ("down", "shift_y", 1), ("up", "shift_y", -1))],
    *[(f"scaled by {factor}", {"zoom": 1 / factor}) for factor in (.8, .9, 1.1, 1.25)],
    *[(f"tilted {degrees} degrees", {"tilt": math.radians(degrees)}) for degrees in (-20, -10, 10, 20)],
]


@torch.no_grad()
def box_table(net, faces, labels):
    """Return [{change, accuracy}]: what a misplaced box costs. The data set has no pixels beyond its crop: edges repeat."""
    rows = []
    for name, change in BOX_CHANGES:
        parts = []
        for part in faces.split(256):
            moved = {key: torch.full((len(part),), float(value)) for key, value in change.items()}
            parts.append(net.of_views(affine_views(part, net.view, **moved))[0])
        right = torch.cat(parts).argmax(1).numpy() == labels
        rows.append({"change": name, "accuracy": float(right.mean())})
    return rows


def majority_votes(votes, emotions):
    """Return FER+ labels: the emotion with more votes than any other column, -1 where that is none of `emotions`."""
    columns = [VOTE_COLUMNS[name] for name in emotions]
    top = votes.max(1)
    sole = (votes == top[:, None]).sum(1) == 1
    winner = votes.argmax(1)
    label = np.full(len(votes), -1)
    for number, column in enumerate(columns):
        label[(winner == column) & sole & (top > 0)] = number
    return label


def judge(net, faces, leaked, temperature, mean, std, emotions):
    """Return (report, logits) of one split; temperature None fits it here."""
    tensor = to_tensor(faces, mean, std)
    logits = logits_of(net, tensor).numpy()
    if temperature is None:
        temperature = metrics.fit_temperature(logits, faces.labels)
    report = {"temperature": temperature, **metrics.summary(logits, faces.labels, temperature),
              "withoutLeaks": metrics.summary(logits[~leaked], faces.labels[~leaked], temperature)}
    if {"happy", "sad"} <= set(emotions):
        pair = metrics.pair_accuracy(logits, faces.labels, emotions.index("happy"), emotions.index("sad"))
        report["happyAgainstSad"] = dict(zip(("accuracy", "n"), pair))
    if faces.votes is not None:
        label = majority_votes(faces.votes, emotions)
        known = label >= 0
        report["ferPlus"] = {"accuracy": float((logits[known].argmax(1) == label[known]).mean()), "n": int(known.sum())}
    report["box"] = box_table(net, tensor, faces.labels)
    return report


def show(split, report, emotions):
    """Print one split's figures for a reader."""
    low, high = report["interval95"]
    clean = report["withoutLeaks"]
    print(f"{split}: accuracy {report['accuracy']:.4f} ({low:.4f} to {high:.4f}), macro-F1 {report['macroF1']:.4f}, "
          f"calibration error {report['calibrationError']:.4f} (before temperature {report['calibrationErrorBefore']:.4f})")
    print(f"  without leaked faces ({clean['n']}): accuracy {clean['accuracy']:.4f}, macro-F1 {clean['macroF1']:.4f}")
    for name, row, counts in zip(emotions, report["perClass"], report["confusion"]):
        print(f"  {name:9} precision {row['precision']:.3f} recall {row['recall']:.3f} F1 {row['f1']:.3f}  {counts}")
    for key in ("happyAgainstSad", "ferPlus"):
        if key in report:
            print(f"  {key}: {report[key]['accuracy']:.4f} of {report[key]['n']}")
    for row in report["box"]:
        print(f"  box {row['change']:18} {row['accuracy']:.4f}")


def evaluate(args):
    state = read_checkpoint(args.checkpoint)
    emotions = state["args"]["emotions"]
    splits, leaks = prepare(args.data, args.votes, emotions)
    net = deployed(state, args.weights)
    temperature = None
    for split in ("PublicTest", "PrivateTest") if args.open_private else ("PublicTest",):
        report = judge(net, splits[split], leaks[split], temperature, state["mean"], state["std"], emotions)
        temperature = report["temperature"]
        show(split, report, emotions)
        out = Path(args.out) / ("public.json" if split == "PublicTest" else "private.json")
        out.write_text(json.dumps({"split": split, "epoch": state["epoch"], **report}, indent=1) + "\n")


def main(argv=None):
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--checkpoint", required=True)
    p.add_argument("--data", required=True)
    p.add_argument("--votes")
    p.add_argument("--out", required=True)
    p.add_argument("--weights", choices=("int8", "float32"), default="int8", help="int8 is what ships")
    p.add_argument("--threads", type=int, default=torch.get_num_threads())
    p.add_argument("--open-private", action="store_true", help="judge PrivateTest too; once, when every choice is made")
    args = p.parse_args(argv)
    torch.set_num_threads(args.threads)
    try:
        evaluate(args)
    except DataError as fault:
        sys.exit(f"error: {fault}")


if __name__ == "__main__":
    main()
