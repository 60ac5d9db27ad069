"""Plays an arrangement through FluidSynth into a WAV file, stereo, 22.05 kHz, 16 bits; whole or not at all."""
import os
import subprocess
import tempfile
from pathlib import Path

from ..composer.song import DataError
from .midi_file import midi_bytes

RATE_HZ = 22050
GAIN = .5


def render(rendering, soundfont, target):
    target = Path(target)
    if target.exists():
        return
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        midi, wav = Path(folder) / "song.mid", Path(folder) / "song.wav"
        midi.write_bytes(midi_bytes(rendering.arrangement, rendering.start, rendering.end))
        level = rendering.arrangement.reverb
        command = ["fluidsynth", "-ni", "-q", "-g", str(GAIN), "-r", str(RATE_HZ), "-R", "1", "-C", "0",
                   "-o", f"synth.reverb.level={level:.2f}", "-o", "synth.cpu-cores=1", "-o", "audio.file.type=wav",
                   "-F", str(wav), str(soundfont), str(midi)]
        try:
            done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        except FileNotFoundError as cause:
            raise SystemExit("FluidSynth is not installed: apt install fluidsynth") from cause
        if done.returncode or not wav.exists() or wav.stat().st_size < 1000:
            raise DataError(f"FluidSynth wrote nothing: {done.stderr.strip()[-200:]}")
        os.replace(wav, target)
