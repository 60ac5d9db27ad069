"""Exports a checkpoint to models/composer (model.onnx, config.json) and its golden logits to tests/golden.

python3 -m training.composer.export --checkpoint RUN/best.pt --reports RUN --models models/composer --golden tests/golden/composer.json
The figures come from the reports that evaluate.py wrote; the model card is written by hand.
"""
import argparse
import datetime
import hashlib
import json
import sys
from pathlib import Path

import numpy as np

from . import onnx_file
from .attributes import CONDITIONS
from .golden import cases
from .model import count_parameters
from .song import DataError
from .step import deployed, last_logits
from .train import read_checkpoint
from .vocabulary import VOCABULARY

REPORTS = ("likelihood", "generated")
OF_GENERATED = ("judge", "judged", "obeyed", "musical", "copies")  # what config.json keeps of the long report


def figures(folder):
    """Return the figures for config.json from the reports that were written for this run."""
    found = {}
    for name in REPORTS:
        path = Path(folder) / f"{name}.json"
        if path.exists():
            report = json.loads(path.read_text())
            found[name] = {key: report[key] for key in OF_GENERATED} if name == "generated" else report
    return found


def config_of(checkpoint, net, weights, metrics, options):
    """Return the contract between training and the app."""
    args = checkpoint["args"]
    return {
        "name": "composer",
        "vocabulary": list(VOCABULARY),
        "conditions": [{"name": name, "mean": round(mean, 6), "std": round(std, 6)}
                       for name, mean, std in zip(CONDITIONS, checkpoint["mean"], checkpoint["std"])],
        "state": {"layers": args["layers"], "units": args["units"]},
        "sampling": {"temperature": options.temperature, "topP": options.top_p, "guidance": options.guidance},
        "sha256": hashlib.sha256(weights).hexdigest(),
        "bytes": len(weights),
        "dataset": {"name": "POP909, Nottingham, VGMIDI", "licence": "research use, because of VGMIDI; see MODEL_CARD.md"},
        "split": "by song, kin together; half of VGMIDI is kept for the judge",
        "metrics": metrics,
        "architecture": {"parameters": count_parameters(net), "opset": onnx_file.OPSET,
                         "weights": "int8 with a scale an output channel, computed in float32"},
        "training": {key: args[key] for key in ("epochs", "batch", "length", "rate", "decay", "dropout", "labelled", "others", "seed")},
        "epoch": checkpoint["epoch"],
        "date": options.date,
    }


def golden_of(checkpoint, net, sha256):
    """Return the golden sequences: events and conditions in order from the empty state, and the logits after the last."""
    # The scales are rounded in config.json, and the app knows no others.
    mean, std = (np.round(checkpoint[key], 6) for key in ("mean", "std"))
    rows = []
    for name, tokens, conditions in cases(mean, std):
        rounded = np.round(conditions.astype(float), 6)
        logits = last_logits(net, tokens, rounded.astype(np.float32))
        rows.append({"name": name, "tokens": tokens.tolist(), "conditions": rounded.tolist(),
                     "logits": [round(float(v), 5) for v in logits]})
    return {"model": "composer", "sha256": sha256, "tolerance": 1e-3, "cases": rows}


def export(args):
    checkpoint = read_checkpoint(args.checkpoint)
    net = deployed(checkpoint)
    state = {name: value.numpy() for name, value in net.state_dict().items()}
    options = checkpoint["args"]
    weights = onnx_file.build(state, options["layers"], options["units"]).SerializeToString()
    config = config_of(checkpoint, net, weights, figures(args.reports) if args.reports else {}, args)
    folder, golden = Path(args.models), Path(args.golden)
    folder.mkdir(parents=True, exist_ok=True)
    golden.parent.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(weights)
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    golden.write_text(json.dumps(golden_of(checkpoint, net, config["sha256"])) + "\n")
    print(f"{folder}/model.onnx: {len(weights):,} bytes, {count_parameters(net):,} parameters, sha256 {config['sha256']}")


def main(argv=None):
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--checkpoint", required=True)
    p.add_argument("--reports", help="the folder with the reports of evaluate; without it no figures are written")
    p.add_argument("--models", default="models/composer")
    p.add_argument("--golden", default="tests/golden/composer.json")
    p.add_argument("--temperature", type=float, default=.95)
    p.add_argument("--top-p", type=float, default=.95)
    p.add_argument("--guidance", type=float, default=1., help="weight of what is asked against what is likely anyway; above 1 doubles the work")
    p.add_argument("--date", default=datetime.date.today().isoformat())
    try:
        export(p.parse_args(argv))
    except DataError as fault:
        sys.exit(f"error: {fault}")


if __name__ == "__main__":
    main()
