"""Judges several checkpoints apart and together: the spread of seeds, and what their ensemble knows.

python3 -m training.face.together --checkpoints A.pt B.pt C.pt --data fer2013.csv --votes VOTES [--open-private] [--out FILE.json]
Each as evaluate.py judges it, with float32 weights; together by the mean of their log-probabilities. One view of each face.
"""
import json
import statistics
from pathlib import Path

import numpy as np

from . import command, metrics, votes
from .deploy import deployed, logits_of, read_checkpoint
from .load import DataError
from .prepare import prepare, to_tensor


def log_probabilities(logits):
    return np.log(np.maximum(metrics.softmax(logits), 1e-12))


def figures(all_logits, labels):
    """Return {each, mean, spread, together}: accuracies of one split; spread is the sample standard deviation."""
    each = [float((logits.argmax(1) == labels).mean()) for logits in all_logits]
    pooled = np.mean([log_probabilities(logits) for logits in all_logits], axis=0)
    matrix = metrics.confusion(labels, pooled.argmax(1), pooled.shape[1])
    right = int(np.trace(matrix))
    return {"n": len(labels), "each": each, "mean": statistics.mean(each), "spread": statistics.stdev(each) if len(each) > 1 else None,
            "together": {"accuracy": right / len(labels), "interval95": list(metrics.wilson(right, len(labels))),
                         "macroF1": float(np.mean([row["f1"] for row in metrics.per_class(matrix)]))}}


def with_and_without(all_logits, labels, leaked):
    """Return the figures over all faces, and over those that training does not hold too."""
    return {**figures(all_logits, labels), "withoutLeaks": figures([logits[~leaked] for logits in all_logits], labels[~leaked])}


def judge(states, faces, leaked, emotions):
    """Return {labels, votes} with the figures of each answer; votes only where the data has them."""
    nets = [deployed(state, "float32") for state in states]
    tensors = [to_tensor(faces, state["mean"], state["std"]) for state in states]
    pairs = list(zip(nets, tensors))
    report = {"labels": with_and_without([logits_of(net, net.classifier, x).numpy() for net, x in pairs], faces.labels, leaked)}
    if faces.votes is not None:
        labels = votes.majority(faces.votes, emotions)
        known = labels >= 0
        report["votes"] = with_and_without([logits_of(net, votes.head(net, emotions), x[known]).numpy() for net, x in pairs],
                                           labels[known], leaked[known])
    return report


def show(split, report):
    whole = list(report.items())
    for answer, row in [*whole, *((f"{name}, without leaks", row["withoutLeaks"]) for name, row in whole)]:
        low, high = row["together"]["interval95"]
        spread = "" if row["spread"] is None else f", spread {row['spread']:.4f}"
        print(f"{split}, {answer}, {row['n']} faces: {' '.join(f'{share:.4f}' for share in row['each'])}; mean {row['mean']:.4f}{spread}; "
              f"together {row['together']['accuracy']:.4f} ({low:.4f} to {high:.4f}), macro-F1 {row['together']['macroF1']:.4f}")


def run(args):
    states = [read_checkpoint(path) for path in args.checkpoints]
    emotions = states[0]["args"]["emotions"]
    for path, state in zip(args.checkpoints, states):
        if state["args"]["emotions"] != emotions:
            raise DataError(f"{path} knows {', '.join(state['args']['emotions'])}, not {', '.join(emotions)}.")
    splits, leaks = prepare(args.data, args.votes, emotions)
    reports = {split: judge(states, splits[split], leaks[split], emotions)
               for split in ("PublicTest", *(["PrivateTest"] if args.open_private else []))}
    for split, report in reports.items():
        show(split, report)
    if args.out:
        Path(args.out).write_text(json.dumps(reports, indent=1) + "\n")


def main(argv=None):
    p = command.parser(__doc__)
    p.add_argument("--checkpoints", nargs="+", required=True)
    p.add_argument("--data", required=True)
    p.add_argument("--votes")
    p.add_argument("--out", help="a file for the same figures as JSON")
    command.add_open_private(p)
    command.execute(p, run, argv)


if __name__ == "__main__":
    main()
