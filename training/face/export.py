"""Exports a checkpoint to models/face-emotion (model.onnx, config.json) and its golden logits to tests/golden.

python3 -m training.face.export --checkpoint RUN/best.pt --reports RUN --models models/face-emotion --golden tests/golden/face-emotion.json
The figures come from the reports that evaluate.py wrote for the same checkpoint; the model card is written by hand.
"""
import argparse
import datetime
import hashlib
import json
import sys
from pathlib import Path

import torch

from . import votes
from .deploy import deployed, logits_of, read_checkpoint
from .golden import PICTURES
from .load import DataError
from .model import SIZE, count_macs, count_parameters
from .onnx_file import OPSET, shrink, trace
from .usable import head

DATASET = "FER2013"


def read_report(folder, name, epoch):
    """Return a report of evaluate.py, or None where it was not written; raises DataError when it is of another epoch."""
    path = Path(folder) / name
    if not path.exists():
        return None
    report = json.loads(path.read_text())
    if report["epoch"] != epoch:
        raise DataError(f"{path} judges epoch {report['epoch']}, the checkpoint is of epoch {epoch}; evaluate it first.")
    return report


def read_usable(folder, epoch):
    """Return {net, threshold} that usable.py left, or None where it did not run; raises DataError when it is of another epoch."""
    path = Path(folder) / "usable.pt"
    if not path.exists():
        return None
    kept = torch.load(path)
    if kept["epoch"] != epoch:
        raise DataError(f"{path} is of epoch {kept['epoch']}, the checkpoint is of epoch {epoch}; run usable first.")
    net = head(kept["head"]["0.weight"].shape[1])
    net.load_state_dict(kept["head"])
    return {"net": net.eval(), "threshold": kept["threshold"]}


def brief(report, emotions):
    """Return the figures of one split that go into config.json, four digits each."""
    def short(value):
        return round(value, 4)

    result = {
        "n": report["n"],
        "accuracy": short(report["accuracy"]),
        "interval95": [short(v) for v in report["interval95"]],
        "macroF1": short(report["macroF1"]),
        "calibrationError": short(report["calibrationError"]),
        "recall": {name: short(row["recall"]) for name, row in zip(emotions, report["perClass"])},
        "confusion": report["confusion"],
        "withoutLeaks": {key: report["withoutLeaks"][key] if key == "n" else short(report["withoutLeaks"][key])
                         for key in ("n", "accuracy", "macroF1")},
    }
    for key in ("happyAgainstSad", "ferPlus"):
        if key in report:
            result[key] = {"n": report[key]["n"], "accuracy": short(report[key]["accuracy"])}
    if "votes" in report:
        result["votes"] = brief(report["votes"], emotions)
    return result


def config_of(state, net, weights, public, private, usable, date):
    """Return the contract between training and the app."""
    args, emotions = state["args"], state["args"]["emotions"]
    reports = {"publicTest": public, "privateTest": private}
    return {
        "name": "face-emotion",
        "labels": list(emotions),
        "input": {"name": "face", "type": "float32", "shape": ["n", 1, SIZE, SIZE], "layout": "NCHW", "range": [0, 1],
                  "mean": state["mean"], "std": state["std"]},
        "output": {"name": "logits", "type": "float32", "shape": ["n", len(emotions)]},
        "temperature": round(public["temperature"], 4),
        **({"votes": {"output": "votes", "temperature": round(public["votes"]["temperature"], 4)}} if "votes" in public else {}),
        **({"usable": {"output": "usable", "threshold": usable["threshold"]}} if usable else {}),
        "sha256": hashlib.sha256(weights).hexdigest(),
        "bytes": len(weights),
        "dataset": {"name": DATASET, "split": "official: Training, PublicTest (every choice), PrivateTest (opened once)",
                    "training": "without pixel-identical copies of test faces and without repeats",
                    "licence": "research use; see MODEL_CARD.md"},
        "metrics": {key: brief(report, emotions) for key, report in reports.items() if report},
        "architecture": {"name": args["architecture"], "width": args["width"], "parameters": count_parameters(net),
                         "macs": count_macs(net), "opset": OPSET, "weights": "int8 with a scale a channel, computed in float32"},
        "training": {key: args[key] for key in ("epochs", "batch", "rate", "decay", "mixup", "votes_weight", "balance", "seed")},
        "epoch": state["epoch"],
        "date": date,
    }


def golden_of(state, net, heads, sha256):
    """Return the golden pairs: pixels 0 to 255 row by row, and the logits that they must give; those of the voters, too."""
    cases = []
    for picture, draw in PICTURES.items():
        pixels = torch.from_numpy(draw())
        face = (pixels.float() / 255 - state["mean"]) / state["std"]
        answers = {name: logits_of(net, head, face.view(1, 1, SIZE, SIZE))[0] for name, head in heads.items()}
        cases.append({"name": picture, "pixels": pixels.flatten().tolist(),
                      **{name: [round(v, 6) for v in logits.tolist()] for name, logits in answers.items()}})
    return {"model": "face-emotion", "sha256": sha256, "width": SIZE, "height": SIZE, "tolerance": 1e-3, "cases": cases}


def export(args):
    state = read_checkpoint(args.checkpoint)
    public = read_report(args.reports, "public.json", state["epoch"])
    if public is None:
        raise DataError(f"{args.reports}/public.json is missing; run evaluate first, it fits the temperature.")
    private = read_report(args.reports, "private.json", state["epoch"])
    net, usable = deployed(state), read_usable(args.reports, state["epoch"])
    answers = {"votes": votes.head(net, state["args"]["emotions"])} if "votes" in public else {}
    heads = {**answers, **({"usable": usable["net"]} if usable else {})}
    weights = shrink(trace(net, heads)).SerializeToString()
    config = config_of(state, net, weights, public, private, usable, args.date)
    folder, golden = Path(args.models), Path(args.golden)
    folder.mkdir(parents=True, exist_ok=True)
    golden.parent.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(weights)
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    golden.write_text(json.dumps(golden_of(state, net, {"logits": net.classifier, **answers}, config["sha256"])) + "\n")
    print(f"{folder}/model.onnx: {len(weights):,} bytes, {config['architecture']['parameters']:,} parameters, sha256 {config['sha256']}")


def main(argv=None):
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--checkpoint", required=True)
    p.add_argument("--reports", required=True)
    p.add_argument("--models", default="models/face-emotion")
    p.add_argument("--golden", default="tests/golden/face-emotion.json")
    p.add_argument("--date", default=datetime.date.today().isoformat())
    try:
        export(p.parse_args(argv))
    except DataError as fault:
        sys.exit(f"error: {fault}")


if __name__ == "__main__":
    main()
