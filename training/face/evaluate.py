"""Judges a checkpoint as it would ship: PublicTest for every choice, PrivateTest once, at the end.

python3 -m training.face.evaluate --checkpoint RUN/best.pt --data fer2013.csv --out RUN [--open-private]
writes RUN/public.json, with the temperatures fitted there, and after --open-private RUN/private.json.
"""
import json
import math
from pathlib import Path

import torch

from . import command, metrics, votes
from .augment import affine_views
from .deploy import deployed, logits_of, read_checkpoint
from .load import DataError
from .prepare import prepare, to_tensor

BOX_CHANGES = [
    ("as it is", {}),
    *[(f"moved {share:.0%} {where}", {axis: sign * share}) for share in (.05, .10)
      for where, axis, sign in (("right", "shift_x", 1), ("left", "shift_x", -1), ("down", "shift_y", 1), ("up", "shift_y", -1))],
    *[(f"scaled by {factor}", {"zoom": 1 / factor}) for factor in (.8, .9, 1.1, 1.25)],
    *[(f"tilted {degrees} degrees", {"tilt": math.radians(degrees)}) for degrees in (-20, -10, 10, 20)],
]


@torch.no_grad()
def box_table(net, head, faces, labels):
    """Return [{change, accuracy}]: what a misplaced box costs. The data set has no pixels beyond its crop: edges repeat."""
    rows = []
    for name, change in BOX_CHANGES:
        parts = []
        for part in faces.split(256):
            moved = {key: torch.full((len(part),), float(value)) for key, value in change.items()}
            parts.append(head(net.trunk(affine_views(part, net.view, **moved))))
        right = torch.cat(parts).argmax(1).numpy() == labels
        rows.append({"change": name, "accuracy": float(right.mean())})
    return rows


def judge_answer(net, head, faces, labels, leaked, temperature, emotions):
    """Return (report, logits) of one head of the net on normalised faces; temperature None fits it here."""
    logits = logits_of(net, head, faces).numpy()
    if temperature is None:
        temperature = metrics.fit_temperature(logits, labels)
    report = {"temperature": temperature, **metrics.summary(logits, labels, temperature),
              "withoutLeaks": metrics.summary(logits[~leaked], labels[~leaked], temperature)}
    if {"happy", "sad"} <= set(emotions):
        pair = metrics.pair_accuracy(logits, labels, emotions.index("happy"), emotions.index("sad"))
        report["happyAgainstSad"] = dict(zip(("accuracy", "n"), pair))
    report["box"] = box_table(net, head, faces, labels)
    return report, logits


def judge(net, faces, leaked, temperatures, state):
    """Return the report of one split; `temperatures` {labels, votes} are those of PublicTest's report, None there.

    The first answer is held against the data set's labels; the second (in "votes", where the net learnt it and the data has votes)
    against the majority of FER+, over the faces that have one.
    """
    emotions = state["args"]["emotions"]
    tensor = to_tensor(faces, state["mean"], state["std"])
    report, logits = judge_answer(net, net.classifier, tensor, faces.labels, leaked, temperatures and temperatures["labels"], emotions)
    if faces.votes is not None:
        label = votes.majority(faces.votes, emotions)
        known = label >= 0
        report["ferPlus"] = {"accuracy": float((logits[known].argmax(1) == label[known]).mean()), "n": int(known.sum())}
        if state["args"]["votes"] is not None:
            report["votes"], _ = judge_answer(net, votes.head(net, emotions), tensor[known], label[known], leaked[known],
                                              temperatures and temperatures["votes"], emotions)
    return report


def temperatures_of(report):
    """Return the temperatures that were fitted for a report's answers."""
    return {"labels": report["temperature"], "votes": report["votes"]["temperature"] if "votes" in report else None}


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
    if "votes" in report:
        show(f"{split}, the answer of the voters against their majority", report["votes"], emotions)


def evaluate(args):
    state = read_checkpoint(args.checkpoint)
    emotions = state["args"]["emotions"]
    splits, leaks = prepare(args.data, args.votes, emotions)
    net = deployed(state, args.weights)
    temperatures = None
    for split in ("PublicTest", "PrivateTest") if args.open_private else ("PublicTest",):
        report = judge(net, splits[split], leaks[split], temperatures, state)
        temperatures = temperatures_of(report)
        show(split, report, emotions)
        out = Path(args.out) / ("public.json" if split == "PublicTest" else "private.json")
        out.write_text(json.dumps({"split": split, "epoch": state["epoch"], **report}, indent=1) + "\n")


def main(argv=None):
    p = command.parser(__doc__)
    p.add_argument("--checkpoint", required=True)
    p.add_argument("--data", required=True)
    p.add_argument("--votes")
    p.add_argument("--out", required=True)
    p.add_argument("--weights", choices=("int8", "float32"), default="int8", help="int8 is what ships")
    command.add_open_private(p)
    command.execute(p, evaluate, argv)


if __name__ == "__main__":
    main()
