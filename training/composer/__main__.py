"""From the data to models/composer in one command: tokens, training, fine-tuning, figures, export, proof.

python3 -m training.composer --data DIR --out RUN [--first | --longer | --second "options of train"]
Run it again after an interruption: training resumes, and what is finished is not done again.
"""
import argparse
import shlex
from pathlib import Path

from . import dataset, evaluate, export, likelihood, train, verify

# Short memories first, which is fast; then long ones, over which phrases come back; then the labelled songs.
FIRST = "--epochs 12 --stop-after 6 --batch 64 --length 128"
LONGER = "--epochs 12 --batch 32 --length 384"
SECOND = "--epochs 3 --labelled 6 --others .2 --rate 3e-4 --batch 32 --length 384 --select labelled"


def main(argv=None):
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--data", required=True, help="the folder with the three archives")
    p.add_argument("--out", required=True, help="folder for tokens, checkpoints, reports and the log")
    p.add_argument("--models", default="models/composer")
    p.add_argument("--golden", default="tests/golden/composer.json")
    p.add_argument("--first", default=FIRST, help="options of the training")
    p.add_argument("--longer", default=LONGER, help="options with which the training goes on over longer passages")
    p.add_argument("--second", default=SECOND, help="options of the fine-tuning")
    p.add_argument("--scale", default="1", help="share of the full set of pieces that are composed and judged")
    args = p.parse_args(argv)
    run = Path(args.out)
    first, second = run / "first", run / "second"
    data, cache = ["--data", args.data], ["--cache", str(run)]
    dataset.main([*data, "--out", str(run)])
    train.main([*data, *cache, "--out", str(first), *shlex.split(args.first)])
    train.main([*data, *cache, "--out", str(first), *shlex.split(args.longer)])
    train.main([*data, *cache, "--out", str(second), "--start", str(first / "best.pt"), *shlex.split(args.second)])
    checkpoint = ["--checkpoint", str(second / "best.pt")]
    likelihood.main([*checkpoint, *data, *cache, "--split", "test", "--out", str(run)])
    target = ["--models", args.models, "--golden", args.golden]
    export.main([*checkpoint, *target])
    verify.main([*checkpoint, *data, *cache, "--models", args.models])
    evaluate.main([*checkpoint, *data, *cache, "--models", args.models, "--out", str(run), "--scale", args.scale])
    export.main([*checkpoint, *target, "--reports", str(run)])


if __name__ == "__main__":
    main()
