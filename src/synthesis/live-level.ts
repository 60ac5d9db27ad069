/**
 * Holds live music near the loudness of all music: a gain that follows slowly what is heard, weighted as BS.1770 weights it,
 * and a gentle limiter after it. Rendered music is levelled exactly, in level.ts.
 */
import { TARGET_LUFS } from "./level.ts";

/** What the instruments of an ensemble sound like before any gain, roughly: where the gain begins. */
const USUAL_LUFS = -28;
const MOST_CHANGE_DB = 6;
/** Blocks this far below the usual loudness are pauses and teach nothing. */
const PAUSE_DB = 20;
const BLOCK = 16_384;
/** How slowly the loudness heard is averaged, and how slowly the gain then moves: no dynamics within a phrase are lost. */
const AVERAGE_S = 8;
const GLIDE_S = 3;

const LIMITER = { threshold: -6, knee: 4, ratio: 16, attack: 0.003, release: 0.15 } as const;

export interface LiveLevel {
  readonly input: AudioNode;
  readonly output: AudioNode;
  /** Measures the latest block and moves the gain; to be called about as often as a block is long (0.37 s). */
  follow(): void;
  disconnect(): void;
}

const amplitude = (decibels: number): number => 10 ** (decibels / 20);

/** What a DynamicsCompressorNode adds by itself (Web Audio API, "makeup gain"): 0.6 of what it takes from full scale. */
const MAKEUP_DB = 0.6 * -LIMITER.threshold * (1 - 1 / LIMITER.ratio);

export function createLiveLevel(context: BaseAudioContext): LiveLevel {
  const gain = context.createGain();
  const usualDb = TARGET_LUFS - USUAL_LUFS;
  gain.gain.value = amplitude(usualDb);
  const limiter = new DynamicsCompressorNode(context, LIMITER);
  const output = context.createGain();
  output.gain.value = amplitude(-MAKEUP_DB);
  gain.connect(limiter).connect(output);
  const { input, power } = createMeter(context);
  input.connect(gain);
  let averagePower = 10 ** ((USUAL_LUFS + 0.691) / 10);
  let measuredAt = context.currentTime;
  return {
    input,
    output,
    follow() {
      const now = context.currentTime;
      const elapsed = Math.min(1, now - measuredAt);
      measuredAt = now;
      const heard = power();
      if (elapsed <= 0 || heard < 10 ** ((USUAL_LUFS - PAUSE_DB) / 10)) return;
      averagePower += (heard - averagePower) * (1 - Math.exp(-elapsed / AVERAGE_S));
      const wantedDb = TARGET_LUFS - (10 * Math.log10(averagePower) - 0.691);
      const bounded = Math.min(Math.max(wantedDb, usualDb - MOST_CHANGE_DB), usualDb + MOST_CHANGE_DB);
      gain.gain.setTargetAtTime(amplitude(bounded), now, GLIDE_S);
    },
    disconnect() {
      for (const node of [input, gain, limiter, output]) node.disconnect();
    },
  };
}

/** The K-weighted power of both channels over the latest block. */
function createMeter(context: BaseAudioContext): { input: GainNode; power: () => number } {
  const input = new GainNode(context, { channelCount: 2, channelCountMode: "explicit" });
  const shelf = new BiquadFilterNode(context, { type: "highshelf", frequency: 1682, gain: 4 });
  // The node takes this filter's Q in decibels: 0.5.
  const highPass = new BiquadFilterNode(context, { type: "highpass", frequency: 38.1, Q: -6.02 });
  const splitter = context.createChannelSplitter(2);
  input.connect(shelf).connect(highPass).connect(splitter);
  const analysers = [0, 1].map((channel) => {
    const analyser = new AnalyserNode(context, { fftSize: BLOCK });
    splitter.connect(analyser, channel);
    return analyser;
  });
  const block = new Float32Array(BLOCK);
  const power = (): number => {
    let sum = 0;
    for (const analyser of analysers) {
      analyser.getFloatTimeDomainData(block);
      for (let i = 0; i < BLOCK; i++) sum += block[i]! * block[i]!;
    }
    return sum / BLOCK;
  };
  return { input, power };
}
