"""Averages the weights of runs that went on from the same weights into one net, no slower than each (Wortsman et al. 2022).

python3 -m training.face.soup --checkpoints A.pt B.pt C.pt --data fer2013.csv --out RUN
writes RUN/best.pt, a checkpoint like any other. The norms' statistics are taken anew, on training faces in random views: those of
the parts do not fit weights that none of them has.
"""
from pathlib import Path

import torch
from torch import nn

from . import augment, command
from .deploy import read_checkpoint
from .load import DataError
from .model import build
from .prepare import prepare

SAME = ("architecture", "width", "emotions")
BATCH = 256


def mean_weights(states):
    """Return the mean of the averaged nets' tensors, counters as in the first; raises DataError where the nets differ."""
    first, *others = states
    for state in others:
        for key in SAME:
            if state["args"][key] != first["args"][key]:
                raise DataError(f"The nets differ in --{key}: {first['args'][key]} and {state['args'][key]}.")
    parts = [state["average"]["net"] for state in states]
    return {name: torch.stack([part[name] for part in parts]).mean(0) if values.dtype.is_floating_point else values.clone()
            for name, values in parts[0].items()}


@torch.no_grad()
def take_statistics(net, pixels, mean, std, seed):
    """Give every batch norm the mean and variance over all faces [n,1,48,48] (bytes) in random views; leaves the net in evaluation."""
    torch.manual_seed(seed)
    norms = [m for m in net.modules() if isinstance(m, nn.BatchNorm2d)]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None  # the plain mean over all batches
    net.eval()
    for norm in norms:
        norm.train()
    for index in torch.randperm(len(pixels)).split(BATCH):
        views = augment.augment(pixels[index].float() / 255, net.view)
        net.of_views((views - mean) / std)
    return net.eval()


def run(args):
    states = [read_checkpoint(path) for path in args.checkpoints]
    first = states[0]
    weights = mean_weights(states)
    splits, _ = prepare(args.data, None, first["args"]["emotions"])
    net = build(first["args"]["architecture"], len(first["args"]["emotions"]), width=first["args"]["width"])
    net.load_state_dict(weights)
    pixels = torch.from_numpy(splits["Training"].pixels).unsqueeze(1)
    take_statistics(net, pixels, first["mean"], first["std"], args.seed)
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    torch.save({**first, "average": {**first["average"], "net": net.state_dict()}}, out / "best.pt")
    print(f"{out}/best.pt: the mean of {len(states)} nets")


def main(argv=None):
    p = command.parser(__doc__)
    p.add_argument("--checkpoints", nargs="+", required=True)
    p.add_argument("--data", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--seed", type=int, default=1)
    command.execute(p, run, argv)


if __name__ == "__main__":
    main()
