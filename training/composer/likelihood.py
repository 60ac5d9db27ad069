"""How well the net expects unseen songs: negative log-likelihood of an event in nats, beside unigram and 5-gram.

python3 -m training.composer.likelihood --checkpoint RUN/best.pt --data DIR --cache RUN --split test --out RUN
"""
import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch

from .batches import streams
from .dataset import cached
from .ngram import KneserNey, unigram_losses
from .options import pick_precision
from .song import DataError
from .step import deployed
from .train import read_checkpoint
from .vocabulary import PAD

ORDER = 5
LENGTH = 512


def net_loss(net, dataset, songs, told=True, precision=torch.float32):
    """Return the mean loss of an event over songs; told nothing but the place in the piece where `told` is false."""
    total, seen, count = 0., 0, min(32, len(songs))
    state = net.start(count)
    with torch.no_grad():
        for tokens, targets, conditions, fresh in streams(songs, dataset.mean, dataset.std, count, LENGTH):
            if not told:
                conditions[:, :, :-2] = 0
            state = tuple(side.float() * (~fresh).float().view(1, -1, 1) for side in state)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=precision == torch.bfloat16):
                logits, state = net(tokens, conditions, state)
            total += float(torch.nn.functional.cross_entropy(logits.float().flatten(0, 1), targets.flatten(), ignore_index=PAD, reduction="sum"))
            seen += int((targets != PAD).sum())
    return total / seen


def table(net, dataset, split, precision):
    """Return {songs: {songs, events, unigram, fiveGram, net, netUntold}} for all songs of a split and for each source."""
    training = [s.tokens for s in dataset.of("train")]
    grams = KneserNey(training, ORDER)
    chosen, rows = dataset.of(split), {}
    for name in ("all", *sorted({s.source for s in chosen})):
        songs = [s for s in chosen if name in ("all", s.source)]
        tokens = [s.tokens for s in songs]
        rows[name] = {"songs": len(songs), "events": sum(len(t) - 1 for t in tokens),
                      "unigram": round(float(np.mean(unigram_losses(training, tokens))), 4),
                      "fiveGram": round(float(np.mean(grams.losses(tokens))), 4),
                      "net": round(net_loss(net, dataset, songs, True, precision), 4),
                      "netUntold": round(net_loss(net, dataset, songs, False, precision), 4)}
    return rows


def main(argv=None):
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--checkpoint", required=True)
    p.add_argument("--data", required=True)
    p.add_argument("--cache", required=True, help="the folder with tokens.pickle")
    p.add_argument("--split", choices=("validation", "test"), default="validation")
    p.add_argument("--out", required=True)
    p.add_argument("--precision", choices=("auto", "float32", "bfloat16"), default="auto")
    args = p.parse_args(argv)
    try:
        checkpoint = read_checkpoint(args.checkpoint)
        precision = pick_precision(args.precision, torch.device("cpu"))
        rows = table(deployed(checkpoint), cached(args.data, args.cache), args.split, precision)
    except DataError as fault:
        sys.exit(f"error: {fault}")
    report = {"split": args.split, "epoch": checkpoint["epoch"], "unit": "nats an event", "precision": str(precision), "rows": rows}
    (Path(args.out) / "likelihood.json").write_text(json.dumps(report, indent=2) + "\n")
    for name, row in rows.items():
        print(f"{name:12}" + " ".join(f"{key} {value}" for key, value in row.items()))


if __name__ == "__main__":
    main()
