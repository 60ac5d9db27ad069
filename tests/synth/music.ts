/**
 * Small pieces of music of known tempo, key and loudness: click tracks, chord progressions, a drum beat.
 * Writing them to files is left to `wav-file.ts` and `audio-file.ts`.
 */
import { concatenated, mixInto, noise, normalised, silence, SYNTH_RATE_HZ } from "./waveforms.ts";

export interface MusicOptions {
  tempoBpm: number;
  seconds: number;
  /** Pitch class of the tonic, C = 0; default 0. */
  tonic?: number;
  mode?: "major" | "minor";
  /** Level of the loudest sample below full scale; default -3. */
  peakDb?: number;
  /** How slowly the partials of a tone fall off, 0 (dull) .. 1 (bright); default 0.5. */
  brightness?: number;
  /** Kick on the beat, hat off the beat; default true. */
  drums?: boolean;
  /** Deviation of the tuning from A4 = 440 Hz; default 0. */
  tuningCents?: number;
  /** Notes of a chord to a beat, 1 (block chords) or more (arpeggios); default 1. */
  notesPerBeat?: number;
  sampleRateHz?: number;
}

/** Semitones over the tonic: I-IV-V-I and vi-ii-V-I, or i-iv-V-i and VI-ii°-V-i with the raised leading note. */
const PROGRESSIONS: Record<"major" | "minor", readonly (readonly number[])[]> = {
  major: [
    [0, 4, 7],
    [5, 9, 12],
    [7, 11, 14],
    [0, 4, 7],
    [9, 12, 16],
    [2, 5, 9],
    [7, 11, 14],
    [0, 4, 7],
  ],
  minor: [
    [0, 3, 7],
    [5, 8, 12],
    [7, 11, 14],
    [0, 3, 7],
    [8, 12, 15],
    [2, 5, 8],
    [7, 11, 14],
    [0, 3, 7],
  ],
};

/** A click on every beat: a 5 ms burst that decays, the same each time. */
export function clickTrack(tempoBpm: number, seconds: number, sampleRateHz = SYNTH_RATE_HZ): Float32Array {
  const track = silence(seconds, sampleRateHz);
  const click = decayed(noise(0.03, 0, 7, sampleRateHz), 0.005, sampleRateHz);
  for (let beat = 0; (beat * 60) / tempoBpm < seconds; beat++) {
    mixInto(track, click, (beat * 60) / tempoBpm, sampleRateHz);
  }
  return normalised(track);
}

/** A piece with a bass, chords that change every two beats, and drums. */
export function piece(options: MusicOptions): Float32Array {
  const { tempoBpm, seconds, tonic = 0, mode = "major", peakDb = -3, notesPerBeat = 1 } = options;
  const { brightness = 0.5, drums = true, tuningCents = 0, sampleRateHz = SYNTH_RATE_HZ } = options;
  const beatS = 60 / tempoBpm;
  const track = silence(seconds, sampleRateHz);
  const tone = createToneCache(beatS, brightness, tuningCents, sampleRateHz);
  const progression = PROGRESSIONS[mode];
  for (let beat = 0; beat * beatS < seconds; beat++) {
    const chord = progression[Math.floor(beat / 2) % progression.length]!;
    const at = beat * beatS;
    mixInto(track, tone(36 + tonic + chord[0]!), at, sampleRateHz);
    for (let note = 0; note < Math.max(chord.length, notesPerBeat); note++) {
      const pitch = 60 + tonic + chord[note % chord.length]!;
      mixInto(track, tone(pitch), at + (notesPerBeat > 1 ? (note * beatS) / notesPerBeat : 0), sampleRateHz);
      if (notesPerBeat > 1 && note + 1 >= notesPerBeat) break;
    }
    if (drums) addDrums(track, at, beatS, sampleRateHz);
  }
  return normalised(track, peakDb);
}

function addDrums(track: Float32Array, at: number, beatS: number, sampleRateHz: number): void {
  const kick = silence(0.12, sampleRateHz).map((_, i) => {
    const t = i / sampleRateHz;
    return 0.9 * Math.exp(-t / 0.04) * Math.sin(2 * Math.PI * (50 * t + 3 * (1 - Math.exp(-t / 0.02))));
  });
  mixInto(track, kick, at, sampleRateHz);
  mixInto(track, decayed(noise(0.05, -16, 3, sampleRateHz), 0.012, sampleRateHz), at + beatS / 2, sampleRateHz);
}

/** A plucked tone: partials that fall off by `brightness`, an attack of 5 ms, an exponential decay over the beat. */
function createToneCache(beatS: number, brightness: number, tuningCents: number, sampleRateHz: number) {
  const cache = new Map<number, Float32Array>();
  return (pitch: number): Float32Array => {
    const known = cache.get(pitch);
    if (known !== undefined) return known;
    const hz = 440 * 2 ** ((pitch - 69 + tuningCents / 100) / 12);
    const tone = silence(beatS * 0.95, sampleRateHz).map((_, i) => {
      const t = i / sampleRateHz;
      let sum = 0;
      for (let partial = 1; partial <= 8 && hz * partial < sampleRateHz / 2; partial++) {
        sum += Math.sin(2 * Math.PI * hz * partial * t) * (0.25 + 0.6 * brightness) ** (partial - 1);
      }
      const release = Math.min(1, (beatS * 0.95 - t) / 0.02);
      return 0.2 * sum * Math.min(1, t / 0.005) * Math.exp(-t / (beatS * 0.7)) * release;
    });
    cache.set(pitch, tone);
    return tone;
  };
}

function decayed(samples: Float32Array, timeConstantS: number, sampleRateHz: number): Float32Array {
  return samples.map((sample, i) => sample * Math.exp(-i / sampleRateHz / timeConstantS));
}

/** The same signal, first quiet and then loud: known to have a dynamic range of `rangeDb`. */
export function quietThenLoud(samples: Float32Array, rangeDb: number): Float32Array {
  const quiet = samples.map((sample) => sample * 10 ** (-rangeDb / 20));
  return concatenated(quiet, samples);
}
