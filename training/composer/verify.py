"""Proves that the exported file computes what PyTorch computes: logits within 1e-3 after 256 events of eight validation songs.

python3 -m training.composer.verify --checkpoint RUN/best.pt --data DIR --cache RUN --models models/composer
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

from .batches import bar_vectors
from .dataset import cached
from .song import DataError
from .step import deployed, last_logits
from .train import read_checkpoint

SONGS, EVENTS = 8, 256
TOLERANCE = 1e-3
SCRIPT = Path(__file__).with_name("verify-runtimes.mjs")


def check_hash(folder):
    """Raise DataError when model.onnx is not the file that config.json names; return the configuration."""
    config = json.loads((folder / "config.json").read_text())
    actual = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    if actual != config["sha256"]:
        raise DataError(f"{folder}/model.onnx has sha256 {actual[:12]}, config.json says {config['sha256'][:12]}.")
    return config


def run_runtimes(model, config, sequences, modules="."):
    """Return {runtime: logits [songs, vocabulary] or None} from Node."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "sequences.json"
        path.write_text(json.dumps({**config["state"], "sequences": [
            {"tokens": tokens.tolist(), "conditions": conditions.tolist()} for tokens, conditions in sequences]}))
        done = subprocess.run(["node", str(SCRIPT), str(model), str(path), str(modules)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise DataError(f"The ONNX runtimes failed: {done.stderr.strip()[-500:]}")
    return {name: None if rows is None else np.array(rows) for name, rows in json.loads(done.stdout).items()}


def verify(args):
    folder = Path(args.models)
    config = check_hash(folder)
    net = deployed(read_checkpoint(args.checkpoint))
    dataset = cached(args.data, args.cache)
    songs = sorted(dataset.of("validation"), key=lambda s: len(s.tokens) < EVENTS)[:SONGS]
    events = min(EVENTS, *(len(s.tokens) for s in songs))
    sequences = [(s.tokens[:events], bar_vectors(s, dataset.mean, dataset.std, s.known)[s.bars[:events]]) for s in songs]
    expected = np.stack([last_logits(net, *sequence) for sequence in sequences])
    found = run_runtimes(folder / "model.onnx", config, sequences, args.modules)
    if found["wasm"] is None:
        raise DataError(f"onnxruntime-web is not installed under {args.modules}; run npm ci there.")
    for name, logits in found.items():
        if logits is None:
            print(f"{name}: not installed, not compared")
            continue
        gap = float(np.abs(logits - expected).max())
        print(f"{name}: {len(songs)} songs of {events} events, largest difference of a logit from PyTorch {gap:.1e}")
        if not gap <= TOLERANCE:
            raise DataError(f"{name} and PyTorch differ by {gap:.1e}, more than {TOLERANCE}.")


def main(argv=None):
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--checkpoint", required=True)
    p.add_argument("--data", required=True)
    p.add_argument("--cache", required=True, help="the folder with tokens.pickle")
    p.add_argument("--models", default="models/composer")
    p.add_argument("--modules", default=".", help="the folder whose node_modules holds the ONNX runtimes")
    try:
        verify(p.parse_args(argv))
    except DataError as fault:
        sys.exit(f"error: {fault}")


if __name__ == "__main__":
    main()
