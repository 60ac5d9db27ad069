"""Proves that the exported file computes what PyTorch computes: the logits of both answers within 1e-3 on 200 validation faces.

python3 -m training.face.verify --checkpoint RUN/best.pt --data fer2013.csv --models models/face-emotion
PyTorch against ONNX Runtime WASM (required) and ONNX Runtime native (where onnxruntime-node is installed).
"""
import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from . import votes
from .deploy import deployed, logits_of, read_checkpoint
from .load import DataError, load
from .model import SIZE
from .prepare import to_tensor
from .reduce import reduce

FACES = 200
TOLERANCE = 1e-3
SCRIPT = Path(__file__).with_name("verify-runtimes.mjs")


def check_hash(folder):
    """Raise DataError when model.onnx is not the file that config.json names; return the configuration."""
    config = json.loads((folder / "config.json").read_text())
    actual = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    if actual != config["sha256"]:
        raise DataError(f"{folder}/model.onnx has sha256 {actual[:12]}, config.json says {config['sha256'][:12]}.")
    return config


def run_runtimes(model, tensor, modules):
    """Return {runtime: logits [n, answers * classes] or None} from Node; the data set's labels first, then the voters'."""
    with tempfile.TemporaryDirectory() as scratch:
        faces = Path(scratch) / "faces.f32"
        faces.write_bytes(tensor.numpy().astype("<f4").tobytes())
        command = ["node", str(SCRIPT), str(model), str(faces), str(SIZE), str(modules)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise DataError(f"The ONNX runtimes failed: {done.stderr.strip()[-500:]}")
    found = json.loads(done.stdout)
    return {name: None if flat is None else np.array(flat).reshape(len(tensor), -1) for name, flat in found.items()}


def verify(args):
    folder = Path(args.models)
    config = check_hash(folder)
    state = read_checkpoint(args.checkpoint)
    faces = reduce(load(args.data), config["labels"])["PublicTest"]
    chosen = faces.take(np.linspace(0, len(faces) - 1, min(FACES, len(faces))).astype(int))
    tensor = to_tensor(chosen, config["input"]["mean"], config["input"]["std"])
    net = deployed(state)
    heads = [net.classifier, *([votes.head(net, config["labels"])] if "votes" in config else [])]
    expected = np.hstack([logits_of(net, head, tensor).numpy() for head in heads])
    found = run_runtimes(folder / "model.onnx", tensor, args.modules)
    if found["wasm"] is None:
        raise DataError(f"onnxruntime-web is not installed under {args.modules}; run npm ci there.")
    for name, logits in found.items():
        if logits is None:
            print(f"{name}: not installed, not compared")
            continue
        gap = float(np.abs(logits - expected).max())
        print(f"{name}: {len(chosen)} faces, largest difference of a logit from PyTorch {gap:.1e}")
        if not gap <= TOLERANCE:
            raise DataError(f"{name} and PyTorch differ by {gap:.1e}, more than {TOLERANCE}.")


def main(argv=None):
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--checkpoint", required=True)
    p.add_argument("--data", required=True)
    p.add_argument("--models", default="models/face-emotion")
    p.add_argument("--modules", default=".", help="the folder whose node_modules holds the ONNX runtimes")
    try:
        verify(p.parse_args(argv))
    except DataError as fault:
        sys.exit(f"error: {fault}")


if __name__ == "__main__":
    main()
