"""What the commands that read finished nets share: threads, and one sentence where the data is at fault."""
import argparse
import sys

import torch

from .load import DataError


def parser(description):
    """Return a parser with the module's docstring as its help and `--threads`."""
    p = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--threads", type=int, default=torch.get_num_threads())
    return p


def add_open_private(p):
    p.add_argument("--open-private", action="store_true", help="judge PrivateTest too; once, when every choice is made")


def execute(p, run, argv):
    """Parse and run; ends the program with one sentence where the data or a checkpoint is at fault."""
    args = p.parse_args(argv)
    torch.set_num_threads(args.threads)
    try:
        run(args)
    except DataError as fault:
        sys.exit(f"error: {fault}")
