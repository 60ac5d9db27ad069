"""Reads the archives of POP909, Nottingham and VGMIDI into songs.

A folder must hold pop909.tar.xz, nottingham.tar.xz and vgmidi.tar.xz, each with the data set's own layout inside.
"""
import sys
import tarfile
from pathlib import Path

from . import nottingham, pop909, vgmidi
from .midi import MidiError
from .song import DataError

READERS = {"pop909": pop909.read, "nottingham": nottingham.read, "vgmidi": vgmidi.read}


def read_archive(path):
    """Return {name inside: bytes} of a tar.xz; raises DataError when it is missing or corrupt."""
    if not Path(path).exists():
        raise DataError(f"{path} is missing.")
    try:
        with tarfile.open(path, "r:xz") as archive:
            return {m.name.lstrip("./"): archive.extractfile(m).read() for m in archive if m.isfile()}
    except (tarfile.TarError, EOFError, OSError) as cause:
        raise DataError(f"{path} cannot be unpacked: {cause}") from cause


def load(folder, sources=tuple(READERS)):
    """Return the songs of all archives; a file that cannot be read is named on stderr and left out."""
    songs = []
    for source in sources:
        files = read_archive(Path(folder) / f"{source}.tar.xz")
        found, broken = [], []
        for name, read in READERS[source](files):
            try:
                found.append(read())
            except (MidiError, DataError) as fault:
                broken.append(f"{name}: {fault}")
        for line in broken:
            print(f"left out {source}/{line}", file=sys.stderr)
        if not found:
            raise DataError(f"{folder}/{source}.tar.xz holds no song that can be read.")
        songs.extend(found)
    return songs
