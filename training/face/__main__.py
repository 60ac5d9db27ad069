"""From the data to models/face-emotion in one command: train, evaluate, learn to refuse (with votes), export, verify.

python3 -m training.face --data fer2013.csv --votes VOTES --out RUN [--open-private] [any option of train]
Run it again after an interruption: training resumes, and the rest takes minutes.
"""
import argparse
from pathlib import Path

from . import evaluate, export, train, usable, verify


def main(argv=None):
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True, help="the Kaggle CSV or the image folder")
    p.add_argument("--votes", help="FER+ votes: fer2013new.csv, or a folder of .tsv files")
    p.add_argument("--out", required=True, help="folder for checkpoints, reports and the log")
    p.add_argument("--models", default="models/face-emotion")
    p.add_argument("--golden", default="tests/golden/face-emotion.json")
    p.add_argument("--open-private", action="store_true", help="judge PrivateTest too; once, when every choice is made")
    args, training = p.parse_known_args(argv)
    data = ["--data", args.data]
    votes = ["--votes", args.votes] if args.votes else []
    checkpoint = ["--checkpoint", str(Path(args.out) / "best.pt")]
    train.main([*data, *votes, "--out", args.out, *training])
    judged = [*checkpoint, *data, *votes, "--out", args.out, *(["--open-private"] if args.open_private else [])]
    evaluate.main(judged)
    if votes:
        usable.main(judged)
    export.main([*checkpoint, "--reports", args.out, "--models", args.models, "--golden", args.golden])
    verify.main([*checkpoint, *data, "--models", args.models])


if __name__ == "__main__":
    main()
