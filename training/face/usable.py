"""Trains the answer "no usable face": a small head on the finished trunk, which itself stays as it is.

python3 -m training.face.usable --checkpoint RUN/best.pt --data fer2013.csv --votes VOTES --out RUN
writes RUN/usable.pt (the head and its threshold) and RUN/usable.json (what it refuses on PublicTest, kind by kind).
Good faces are the training faces in random views; bad ones are those that most FER+ voters called unknown or not a face, and
the pictures of unusable.py. The threshold lets ACCEPTED of PublicTest's good faces through.
"""
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from . import augment, command, unusable
from .deploy import deployed, read_checkpoint, round_to_eight_bits
from .load import DataError
from .prepare import prepare

UNKNOWN, NOT_A_FACE = 8, 9  # FER+ columns
MOST = .5  # share of the votes from which a face counts as unusable
NONE_OF_THEM = .2  # share of the votes up to which a face counts as usable
ACCEPTED = .985
HIDDEN = 32
ROUNDS = 3  # random views of every training face
EPOCHS, BATCH, RATE, DECAY = 8, 512, 2e-3, 1e-3


def head(features):
    """Return the head: features of the trunk to one logit, positive where the face can be read."""
    return nn.Sequential(nn.Linear(features, HIDDEN), nn.ReLU(inplace=True), nn.Linear(HIDDEN, 1))


def doubtful_share(votes):
    """Return the share [n] of FER+ votes for unknown and not a face; 0 for a face without votes."""
    return (votes[:, UNKNOWN] + votes[:, NOT_A_FACE]) / np.maximum(votes.sum(1), 1)


@torch.no_grad()
def features_of(net, views, mean, std, batch=256):
    """Return the trunk's features [n, features] of views [n,1,view,view] in 0..1."""
    return torch.cat([net.trunk((part - mean) / std) for part in views.split(batch)])


def examples(net, state, faces, generator_seed):
    """Return (features, 1 for usable or 0) of the training faces: ROUNDS good and as many bad views of each."""
    torch.manual_seed(generator_seed)
    share = doubtful_share(faces.votes)
    pixels = torch.from_numpy(faces.pixels).unsqueeze(1).float() / 255
    good, doubtful = pixels[share <= NONE_OF_THEM], pixels[share > MOST]
    mean, std, parts = state["mean"], state["std"], []
    for _ in range(ROUNDS):
        shuffled = good[torch.randperm(len(good))]
        for views, answer in ((augment.light(augment.random_views(good, net.view)), 1.),
                              (unusable.unusable_views(shuffled, net.view), 0.),
                              (augment.light(augment.random_views(doubtful.repeat(6, 1, 1, 1), net.view)), 0.)):
            parts.append((features_of(net, views, mean, std), torch.full((len(views),), answer)))
    return torch.cat([x for x, _ in parts]), torch.cat([y for _, y in parts])


def fit(features, answers, seed):
    """Train the head on fixed features; returns it rounded to eight bits, as it ships."""
    torch.manual_seed(seed)
    # Features of different channels differ a hundredfold: standardised here, and folded into the first layer at the end.
    centre, spread = features.mean(0), features.std(0).clamp(min=1e-4)
    net = head(features.shape[1])
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS)
    for _ in range(EPOCHS):
        for index in torch.randperm(len(features)).split(BATCH):
            logits = net((features[index] - centre) / spread).squeeze(1)
            loss = F.binary_cross_entropy_with_logits(logits, answers[index])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        scheduler.step()
    with torch.no_grad():
        first = net[0]
        first.weight.div_(spread)
        first.bias.sub_(first.weight @ centre)
    return round_to_eight_bits(net.eval())


@torch.no_grad()
def judge(net, usable, state, faces, threshold=None):
    """Return {threshold, accepted, refused: {kind: share}} on one split; threshold None takes the ACCEPTED quantile."""
    torch.manual_seed(0)
    share = doubtful_share(faces.votes)
    pixels = torch.from_numpy(faces.pixels).unsqueeze(1).float() / 255
    good, doubtful = pixels[share <= NONE_OF_THEM], pixels[share > MOST]

    def scores(views):
        return torch.sigmoid(usable(features_of(net, views, state["mean"], state["std"]))).squeeze(1)

    as_they_are = scores(augment.affine_views(good, net.view))
    threshold = threshold if threshold is not None else float(torch.quantile(as_they_are, 1 - ACCEPTED))
    moved = scores(augment.random_views(good, net.view))
    bad = {"FER+: unknown or not a face": augment.affine_views(doubtful, net.view),
           **{kind: make(good, net.view) for kind, make in unusable.KINDS.items()}}
    return {"threshold": round(threshold, 4), "n": len(good), "accepted": float((as_they_are >= threshold).float().mean()),
            "acceptedInRandomViews": float((moved >= threshold).float().mean()), "doubtful": len(doubtful),
            "refused": {kind: float((scores(views) < threshold).float().mean()) for kind, views in bad.items() if len(views)}}


def show(split, report):
    print(f"{split}: accepts {report['accepted']:.3f} of {report['n']} usable faces ({report['acceptedInRandomViews']:.3f} in random views) "
          f"at a threshold of {report['threshold']}")
    for kind, share in report["refused"].items():
        print(f"  refuses {kind:28} {share:.3f}")


def run(args):
    state = read_checkpoint(args.checkpoint)
    splits, _ = prepare(args.data, args.votes, state["args"]["emotions"])
    if splits["Training"].votes is None:
        raise DataError("The FER+ votes say which pictures show no face; give --votes.")
    net = deployed(state)
    usable = fit(*examples(net, state, splits["Training"], args.seed), args.seed)
    reports = {"publicTest": judge(net, usable, state, splits["PublicTest"])}
    if args.open_private:
        reports["privateTest"] = judge(net, usable, state, splits["PrivateTest"], reports["publicTest"]["threshold"])
    for split, report in reports.items():
        show(split, report)
    out = Path(args.out)
    torch.save({"epoch": state["epoch"], "head": usable.state_dict(), "threshold": reports["publicTest"]["threshold"]}, out / "usable.pt")
    (out / "usable.json").write_text(json.dumps({"epoch": state["epoch"], **reports}, indent=1) + "\n")


def main(argv=None):
    p = command.parser(__doc__)
    p.add_argument("--checkpoint", required=True)
    p.add_argument("--data", required=True)
    p.add_argument("--votes", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--seed", type=int, default=1)
    command.add_open_private(p)
    command.execute(p, run, argv)


if __name__ == "__main__":
    main()
