"""Exports a fitted map to models/song-mood (weights.json, config.json) and its golden points to tests/golden.

python3 -m training.song_mood.export --run RUN [--models models/song-mood] [--golden tests/golden/song-mood.json]
RUN holds train.py's model.json and evaluate.py's report.json; the model card is written by hand.
"""
import argparse
import datetime
import hashlib
import json
import sys
from pathlib import Path

import numpy as np

from ..composer.song import DataError
from .features import NAMES, values
from .golden import CASES
from .rule import affect
from .train import from_json

ROOT = Path(__file__).resolve().parents[2]


def read_json(path):
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as cause:
        raise DataError(f"{path} cannot be read: {cause}") from cause


def points(weights):
    """Return the golden cases with the points that the weights, as they are written, give."""
    model = from_json(weights)
    rows = []
    for name, analysis in CASES:
        placed = model.placed(np.array([values(analysis)]), np.array([affect(analysis)]), weights["ruleShare"])[0]
        rows.append({"name": name, "analysis": analysis, "valence": round(float(placed[0]), 7), "arousal": round(float(placed[1]), 7)})
    return rows


def config_of(weights_text, report, date):
    return {
        "name": "song-mood",
        "cues": list(NAMES),
        "output": ["valence", "arousal"],
        "sha256": hashlib.sha256(weights_text.encode()).hexdigest(),
        "dataset": {"name": "VGMIDI, labelled pieces, rendered", "licence": "research use; see MODEL_CARD.md"},
        "split": report["protocol"],
        "metrics": report,
        "architecture": "two logistic regressions, blended with the additive rule where cues are strange",
        "date": date,
    }


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--run", required=True)
    parser.add_argument("--models", default=ROOT / "models/song-mood")
    parser.add_argument("--golden", default=ROOT / "tests/golden/song-mood.json")
    parser.add_argument("--date", default=datetime.date.today().isoformat())
    options = parser.parse_args(argv)
    weights, report = read_json(Path(options.run) / "model.json"), read_json(Path(options.run) / "report.json")
    text = json.dumps(weights, indent=1) + "\n"
    config = config_of(text, report, options.date)
    folder = Path(options.models)
    folder.mkdir(parents=True, exist_ok=True)
    # Bytes, so that the hash is the file's on every system.
    (folder / "weights.json").write_bytes(text.encode())
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    golden = {"model": "song-mood", "sha256": config["sha256"], "tolerance": 1e-6, "cases": points(weights)}
    Path(options.golden).write_text(json.dumps(golden, indent=1) + "\n", encoding="utf-8")
    print(f"{folder}/weights.json, sha256 {config['sha256']}")


if __name__ == "__main__":
    try:
        main()
    except DataError as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
