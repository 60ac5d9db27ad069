"""Trains the composer, one line of progress an epoch, and resumes where it stopped.

python3 -m training.composer.train --data DIR --out RUN
writes RUN/last.pt after every epoch and RUN/best.pt at every best validation loss. The test songs and the judge's are never looked at.
Fine-tuning is the same command with --start and --labelled, --others and --rate of its own.
"""
import json
import math
import os
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from .batches import streams
from .dataset import cached
from .model import Composer, count_parameters
from .options import parse, pick_precision
from .song import DataError
from .vocabulary import PAD

WARM_UP_STEPS = 200


def rate_at(progress, step, peak):
    """Learning rate at a share of the run: a linear warm-up, then half a cosine to a hundredth."""
    return peak * min(1., (step + 1) / WARM_UP_STEPS) * (.01 + .99 * .5 * (1 + math.cos(math.pi * min(1., progress))))


class Trainer:
    """Everything one run holds: data, net, optimiser, and where it is."""

    def __init__(self, args, dataset, device):
        self.args, self.device, self.dataset = args, device, dataset
        torch.manual_seed(args.seed)
        self.validation = dataset.of("validation")
        for name in ("train", "validation"):
            if not dataset.of(name):
                raise DataError(f"There are too few songs: none is left for {name}.")
        self.net = Composer(args.units, args.layers, args.dropout).to(device)
        if args.start:
            self.net.load_state_dict(same_net(args.start, args)["net"])
        groups = [{"params": [p for p in self.net.parameters() if p.dim() > 1], "weight_decay": args.decay},
                  {"params": [p for p in self.net.parameters() if p.dim() == 1], "weight_decay": 0.}]
        self.optimiser = torch.optim.AdamW(groups, lr=args.rate, betas=(.9, .98))
        self.precision = pick_precision(args.precision, device)
        self.epoch, self.step, self.best = 0, 0, math.inf

    def songs(self, random):
        """Return the songs of an epoch: the labelled ones several times, of the others the share asked for."""
        songs = self.dataset.of("train")
        labelled = [s for s in songs if s.label is not None]
        others = [s for s in songs if s.label is None]
        chosen = random.permutation(len(others))[:round(self.args.others * len(others))]
        return labelled * self.args.labelled + [others[i] for i in chosen]

    def losses(self, songs, random=None):
        """Yield (summed loss, events) of every chunk; the state goes on within a song."""
        state = self.net.start(self.args.batch, self.device)
        batches = streams(songs, self.dataset.mean, self.dataset.std, self.args.batch, self.args.length, random)
        for tokens, targets, conditions, fresh in batches:
            tokens, targets, conditions = (x.to(self.device) for x in (tokens, targets, conditions))
            keep = (~fresh).to(self.device, torch.float32).view(1, -1, 1)
            state = tuple(side.detach().float() * keep for side in state)
            with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.precision == torch.bfloat16):
                logits, state = self.net(tokens, conditions, state)
            loss = functional.cross_entropy(logits.float().flatten(0, 1), targets.flatten(), ignore_index=PAD, reduction="sum")
            yield loss, int((targets != PAD).sum())

    def run_epoch(self):
        """Train one epoch; returns the mean loss of an event."""
        # Seeded by the epoch, not carried on: a resumed run then draws what an unbroken one would have drawn.
        torch.manual_seed(self.args.seed * 100_003 + self.epoch)
        random = np.random.default_rng(self.args.seed * 100_003 + self.epoch)
        songs = self.songs(random)
        expected = sum(len(s.tokens) for s in songs)
        self.net.train()
        total, seen = 0., 0
        for loss, events in self.losses(songs, random):
            progress = (self.epoch + min(1., seen / expected)) / self.args.epochs
            for group in self.optimiser.param_groups:
                group["lr"] = rate_at(progress, self.step, self.args.rate)
            if not torch.isfinite(loss):
                raise DataError(f"The loss is not finite in epoch {self.epoch + 1}; lower --rate.")
            self.optimiser.zero_grad()
            (loss / max(1, events)).backward()
            torch.nn.utils.clip_grad_norm_(self.net.parameters(), self.args.clip)
            self.optimiser.step()
            self.step += 1
            total, seen = total + loss.item(), seen + events
        self.epoch += 1
        return total / seen

    @torch.no_grad()
    def validate(self, songs):
        """Return the mean loss of an event."""
        self.net.eval()
        sums = np.sum([(loss.item(), events) for loss, events in self.losses(songs)], 0)
        return sums[0] / sums[1]

    def checkpoint(self):
        return {"args": vars(self.args), "epoch": self.epoch, "step": self.step, "best": self.best, "mean": self.dataset.mean.tolist(),
                "std": self.dataset.std.tolist(), "net": self.net.state_dict(), "optimiser": self.optimiser.state_dict()}

    def resume(self, path):
        """Take up the run of a checkpoint. Another --epochs is allowed: the cosine then bends to end there."""
        state = same_net(path, self.args)
        self.net.load_state_dict(state["net"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.epoch, self.step, self.best = state["epoch"], state["step"], state["best"]


def read_checkpoint(path):
    """Return a checkpoint; raises DataError when it cannot be read."""
    try:
        return torch.load(path, map_location="cpu")
    except (OSError, RuntimeError, EOFError, ValueError, KeyError) as cause:
        raise DataError(f"{path} is not a checkpoint: {cause}") from cause


def same_net(path, args):
    """Return a checkpoint; raises DataError when it is of a net of another shape."""
    state = read_checkpoint(path)
    for key in ("units", "layers"):
        if state["args"][key] != vars(args)[key]:
            raise DataError(f"{path} was trained with --{key} {state['args'][key]}; give the same, or another --out.")
    return state


def save(state, path):
    """Write a checkpoint so that a kill at any time leaves the old one or the new one."""
    torch.save(state, f"{path}.part")
    os.replace(f"{path}.part", path)


def run(args):
    torch.set_num_threads(args.threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    out = Path(args.out)
    trainer = Trainer(args, cached(args.data, args.cache or args.out), device)
    out.mkdir(parents=True, exist_ok=True)
    print(f"{args.layers} x {args.units}: {count_parameters(trainer.net):,} parameters, on {device} in {trainer.precision}", flush=True)
    if (out / "last.pt").exists():
        trainer.resume(out / "last.pt")
        print(f"resuming after epoch {trainer.epoch}", flush=True)
    labelled = [s for s in trainer.validation if s.label is not None]
    while trainer.epoch < min(args.epochs, args.stop_after or args.epochs):
        started = time.time()
        loss = trainer.run_epoch()
        found = trainer.validate(trainer.validation)
        of_labelled = trainer.validate(labelled) if labelled else math.nan
        judged = of_labelled if args.select == "labelled" else found
        better = judged < trainer.best
        trainer.best = min(judged, trainer.best)
        save(trainer.checkpoint(), out / "last.pt")
        if better:
            save(trainer.checkpoint(), out / "best.pt")
        line = {"epoch": trainer.epoch, "loss": round(loss, 4), "validation": round(found, 4), "best": round(trainer.best, 4),
                "labelled": round(of_labelled, 4), "seconds": round(time.time() - started, 1)}
        with open(out / "log.jsonl", "a") as log:
            log.write(json.dumps(line) + "\n")
        print(" ".join(f"{key} {value}" for key, value in line.items()), flush=True)


def main(argv=None):
    try:
        run(parse(argv, __doc__))
    except DataError as fault:
        sys.exit(f"error: {fault}")


if __name__ == "__main__":
    main()
