"""Renders POP909 and VGMIDI to audio with what is known of each song, for the measurements of the ear and for training.

python3 -m training.ear --data DIR --out DIR --set vgmidi|development|held-out [--variants N] [--seed N]
Writes OUT/<set>/<name>.wav and OUT/<set>/truth.jsonl; goes on where it stopped.
"""
import argparse
import json
import random
import subprocess
import sys
from pathlib import Path

from ..composer.load import read_archive
from ..composer.song import DataError
from .render import render
from .songs import pop_names, read_pop, read_vgmidi, vgmidi_rows

SONGS = 150  # of POP909 in each of the two sets
SOUNDFONT = Path(__file__).with_name("soundfont.mjs")


def main(argv=None):
    options = parse(argv)
    out = Path(options.out) / options.set
    out.mkdir(parents=True, exist_ok=True)
    soundfont = Path(options.out) / "training.sf2"
    if not soundfont.exists():
        subprocess.run(["node", str(SOUNDFONT), str(soundfont)], check=True)
    lines, left_out = [], 0
    for name, read in readers(options):
        try:
            rendering = read()
            render(rendering, soundfont, out / f"{rendering.name}.wav")
        except DataError as problem:
            left_out += 1
            print(f"{name}: {problem}; left out", file=sys.stderr)
            continue
        made = rendering.arrangement
        lines.append({"file": f"{rendering.name}.wav", "name": name, "seconds": round(rendering.end - rendering.start, 2),
                      "drums": made.drums, "bass": made.bass, "detune_cents": round(made.detune_cents, 1),
                      "programs": [part.program for part in made.parts if not part.drums], **rendering.truth})
    (out / "truth.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    print(f"{len(lines)} rendered, {left_out} left out, in {out}")


def readers(options):
    """Yield (name, function that reads and arranges it)."""
    archive = "vgmidi" if options.set == "vgmidi" else "pop909"
    files = read_archive(Path(options.data) / f"{archive}.tar.xz")
    if options.set == "vgmidi":
        for variant in range(options.variants):
            for name, row in vgmidi_rows(files):
                yield name, lambda n=name, r=row, v=variant: read_vgmidi(files, n, r, v, options.seed)
        return
    for name in split(pop_names(files))[options.set]:
        yield name, lambda n=name: read_pop(files, n, options.seed)


def split(names):
    """Two sets of whole songs, drawn once; the rest is not rendered."""
    shuffled = sorted(names)
    random.Random(909).shuffle(shuffled)
    return {"development": sorted(shuffled[:SONGS]), "held-out": sorted(shuffled[SONGS:2 * SONGS])}


def parse(argv):
    p = argparse.ArgumentParser(prog="python3 -m training.ear", description=__doc__.splitlines()[0])
    p.add_argument("--data", required=True, help="folder with pop909.tar.xz and vgmidi.tar.xz")
    p.add_argument("--out", required=True)
    p.add_argument("--set", required=True, choices=("vgmidi", "development", "held-out"))
    p.add_argument("--variants", type=int, default=1, help="of each VGMIDI piece: 1 is the piano, more add other instruments")
    p.add_argument("--seed", type=int, default=1)
    return p.parse_args(argv)


if __name__ == "__main__":
    main()
