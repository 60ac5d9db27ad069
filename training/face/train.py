"""Trains a face emotion net, one line of progress an epoch, and resumes where it stopped.

python3 -m training.face.train --data fer2013.csv --votes VOTES --out RUN
writes RUN/last.pt after every epoch and RUN/best.pt at every best PublicTest accuracy. PrivateTest is never looked at.
"""
import json
import os
import sys
import time
from pathlib import Path

import torch

from . import augment, balance, from_onnx, losses
from .average import Average
from .deploy import read_checkpoint
from .load import DataError
from .model import build, count_macs, count_parameters
from .options import parse, pick_precision
from .prepare import mean_and_std, prepare, to_tensor

WARM_UP_EPOCHS = 2
STATISTICS_FACES = 4096  # enough for the mean and variance of every channel


def rate_at(progress, epochs, peak):
    """Learning rate after `progress` epochs (a fraction counts): a linear warm-up, then half a cosine to zero."""
    if progress < WARM_UP_EPOCHS:
        return peak * (progress + .01) / WARM_UP_EPOCHS
    share = (progress - WARM_UP_EPOCHS) / max(1e-9, epochs - WARM_UP_EPOCHS)
    return peak * .5 * (1 + float(torch.cos(torch.tensor(torch.pi * min(1., share)))))


class Trainer:
    """Everything one run holds: data, net, optimiser, average, and where it is."""

    def __init__(self, args, splits, device):
        self.args, self.device = args, device
        torch.manual_seed(args.seed)
        self.training, self.classes = splits["Training"], len(args.emotions)
        self.mean, self.std = mean_and_std(self.training)
        self.pixels = torch.from_numpy(self.training.pixels).unsqueeze(1).to(device)
        self.labels = torch.from_numpy(self.training.labels).to(device)
        votes = self.training.votes
        self.votes = None if votes is None else losses.vote_shares(torch.from_numpy(votes)).to(device)
        self.public = to_tensor(splits["PublicTest"], self.mean, self.std).to(device)
        self.public_labels = torch.from_numpy(splits["PublicTest"].labels).to(device)
        self.net = build(args.architecture, self.classes, width=args.width).to(device, memory_format=torch.channels_last)
        if args.start:
            self.start_from(args.start)
        self.teachers = [self.read_teacher(path) for path in args.teachers]
        self.average = Average(self.net)
        weights = [p for p in self.net.parameters() if p.dim() > 1]
        others = [p for p in self.net.parameters() if p.dim() == 1]
        groups = [{"params": weights, "weight_decay": args.decay}, {"params": others, "weight_decay": 0.}]
        self.optimiser = (torch.optim.Adam(groups, lr=args.rate) if args.optimiser == "adam"
                          else torch.optim.SGD(groups, lr=args.rate, momentum=.9, nesterov=True))
        self.precision = pick_precision(args.precision, device)
        self.shift = balance.logit_shift(self.training.labels, self.classes, args.balance).to(device)
        self.epoch, self.best = 0, 0.

    def start_from(self, path):
        """Begin with the averaged weights of a checkpoint, or with those of a shipped model.onnx."""
        if not str(path).endswith(".onnx"):
            self.net.load_state_dict(self.same_data(path)["average"]["net"])
            return
        some = torch.randperm(len(self.pixels))[:STATISTICS_FACES]
        views = augment.augment(self.pixels[some].float() / 255, self.net.view)
        from_onnx.load_start(path, self.net, self.args.emotions, (views - self.mean) / self.std)

    def same_data(self, path):
        """Read a checkpoint; raises DataError unless it knows the same emotions."""
        state = read_checkpoint(path)
        if state["args"]["emotions"] != self.args.emotions:
            raise DataError(f"{path} knows {', '.join(state['args']['emotions'])}, not {', '.join(self.args.emotions)}.")
        return state

    def read_teacher(self, path):
        """Return (net, mean, std) of a checkpoint to distil from; raises DataError when it looks at another view."""
        state = self.same_data(path)
        net = build(state["args"]["architecture"], self.classes, width=state["args"]["width"])
        if net.view != self.net.view:
            raise DataError(f"{path} looks at {net.view} pixels, the net in training at {self.net.view}.")
        net.load_state_dict(state["average"]["net"])
        net = net.eval().requires_grad_(False).to(self.device, memory_format=torch.channels_last)
        return net, state["mean"], state["std"]

    def autocast(self):
        return torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.precision == torch.bfloat16)

    def taught(self, faces):
        """Return the teachers' logits for normalised views: those of the emotions [t, n, classes], those of the votes [t, n, 10]."""
        gray = faces * self.std + self.mean
        with torch.no_grad():
            answers = [net.of_views((gray - mean) / std) for net, mean, std in self.teachers]
        return [torch.stack([logits.float() for logits in answer]) for answer in zip(*answers)]

    def blended(self, loss, logits, taught):
        """The loss against labels or votes, blended with the distance from the teachers' logits [t, n, classes], if any."""
        share = self.args.teachers_weight
        return loss if taught is None else (1 - share) * loss + share * losses.distillation(logits, taught, self.args.teachers_temperature)

    def loss(self, index):
        """The loss of one batch of training rows; teachers see the very views, mixed as they are (Beyer et al. 2022)."""
        faces = augment.augment(self.pixels[index].float() / 255, self.net.view)
        targets = losses.smooth_targets(self.labels[index], self.classes)
        extra = () if self.votes is None else (self.votes[index],)
        faces, targets, *extra = augment.mixup((faces - self.mean) / self.std, targets, *extra, strength=self.args.mixup)
        faces = faces.contiguous(memory_format=torch.channels_last)
        with self.autocast():
            logits, votes = self.net.of_views(faces)
            emotions_taught, votes_taught = self.taught(faces) if self.teachers else (None, None)
        logits, votes = logits.float(), votes.float()
        loss = self.blended(losses.cross_entropy(logits + self.shift, targets), logits, emotions_taught)
        if not extra:
            return loss
        return loss + self.args.votes_weight * self.blended(losses.cross_entropy(votes, extra[0]), votes, votes_taught)

    def run_epoch(self):
        """Train one epoch; returns the mean loss."""
        # Seeded by the epoch, not carried on: a resumed run then draws what an unbroken one would have drawn.
        torch.manual_seed(self.args.seed * 100_003 + self.epoch)
        generator = torch.Generator().manual_seed(self.args.seed * 100_003 + self.epoch)
        order = torch.from_numpy(balance.epoch_order(self.training.labels, self.args.balance, generator)).to(self.device)
        batches = order.split(self.args.batch)
        if len(batches) > 1 and len(batches[-1]) < self.args.batch:
            batches = batches[:-1]
        self.net.train()
        total = 0.
        for step, index in enumerate(batches):
            for group in self.optimiser.param_groups:
                group["lr"] = rate_at(self.epoch + step / len(batches), self.args.epochs, self.args.rate)
            loss = self.loss(index)
            if not torch.isfinite(loss):
                raise DataError(f"The loss is not finite in epoch {self.epoch + 1}; lower --rate.")
            self.optimiser.zero_grad()
            loss.backward()
            self.optimiser.step()
            self.average.update(self.net)
            total += loss.item()
        self.epoch += 1
        return total / len(batches)

    @torch.no_grad()
    def public_scores(self):
        """Return (accuracy, recalls) of the averaged net on PublicTest."""
        with self.autocast():
            logits = torch.cat([self.average.net(x) for x in self.public.split(256)])
        right = logits.float().argmax(1) == self.public_labels
        recalls = [right[self.public_labels == c].float().mean().item() for c in range(self.classes)]
        return right.float().mean().item(), recalls

    def checkpoint(self):
        return {"args": vars(self.args), "epoch": self.epoch, "best": self.best, "mean": self.mean, "std": self.std,
                "net": self.net.state_dict(), "average": self.average.state_dict(), "optimiser": self.optimiser.state_dict()}

    def resume(self, path):
        """Take up the run of a checkpoint; raises DataError when it was another net.

        Another --epochs is allowed: the cosine then bends to end there.
        """
        state = read_checkpoint(path)
        for key in ("architecture", "width", "emotions"):
            if state["args"][key] != vars(self.args)[key]:
                raise DataError(f"{path} was trained with --{key} {state['args'][key]}; give the same, or another --out.")
        self.net.load_state_dict(state["net"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.epoch, self.best = state["epoch"], state["best"]


def save(state, path):
    """Write a checkpoint so that a kill at any time leaves the old one or the new one."""
    torch.save(state, f"{path}.part")
    os.replace(f"{path}.part", path)


def run(args):
    torch.set_num_threads(args.threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    splits, _ = prepare(args.data, args.votes, args.emotions)
    trainer = Trainer(args, splits, device)
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    print(f"{args.architecture} width {args.width}: {count_parameters(trainer.net):,} parameters, "
          f"{count_macs(trainer.average.net.cpu()) / 1e6:.1f} MMAC a face, on {device} in {trainer.precision}", flush=True)
    trainer.average.net.to(device)
    if (out / "last.pt").exists():
        trainer.resume(out / "last.pt")
        print(f"resuming after epoch {trainer.epoch}", flush=True)
    while trainer.epoch < args.epochs:
        started = time.time()
        loss = trainer.run_epoch()
        accuracy, recalls = trainer.public_scores()
        better = accuracy > trainer.best
        trainer.best = max(accuracy, trainer.best)
        save(trainer.checkpoint(), out / "last.pt")
        if better:
            save(trainer.checkpoint(), out / "best.pt")
        report(out, trainer, loss, accuracy, recalls, time.time() - started)


def report(out, trainer, loss, accuracy, recalls, seconds):
    """Print the line of an epoch and keep it in RUN/log.jsonl."""
    line = {"epoch": trainer.epoch, "loss": round(loss, 4), "publicTest": round(accuracy, 4), "best": round(trainer.best, 4),
            "recalls": [round(r, 3) for r in recalls], "seconds": round(seconds, 1)}
    with open(out / "log.jsonl", "a") as log:
        log.write(json.dumps(line) + "\n")
    print(f"epoch {trainer.epoch}/{trainer.args.epochs} loss {loss:.4f} PublicTest {accuracy:.4f} (best {trainer.best:.4f}) "
          f"recalls {' '.join(f'{r:.2f}' for r in recalls)} {seconds:.0f} s", flush=True)


def main(argv=None):
    try:
        run(parse(argv, __doc__))
    except DataError as fault:
        sys.exit(f"error: {fault}")


if __name__ == "__main__":
    main()
