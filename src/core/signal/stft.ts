/**
 * Short-time Fourier transform: windowed power spectra, one after another, in one reused buffer.
 * What the spectra mean (bands, pitch, onsets) is left to the files that visit them.
 */
import FFT from "fft.js";

export interface StftOptions {
  /** Samples in a frame; a power of two. */
  frameSize: number;
  /** Samples from one frame's start to the next. */
  hopSize: number;
}

/** How many frames `forEachSpectrum` visits; a signal shorter than a frame is padded to one. */
export function frameCount(sampleCount: number, { frameSize, hopSize }: StftOptions): number {
  if (sampleCount === 0) return 0;
  return Math.max(1, 1 + Math.floor((sampleCount - frameSize) / hopSize));
}

/** A periodic Hann window. */
export function hannWindow(size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size));
}

/**
 * Visits the power spectrum of every frame.
 * @param samples mono, -1..1
 * @param visit gets |X|^2 for bins 0..frameSize/2 (a buffer that is overwritten for the next frame) and the frame's
 *   number; a full-scale sine peaks near 1 whatever the frame size.
 */
export function forEachSpectrum(
  samples: Float32Array,
  options: StftOptions,
  visit: (power: Float64Array, frame: number) => void,
): void {
  const { frameSize, hopSize } = options;
  const fft = new FFT(frameSize);
  const window = hannWindow(frameSize);
  const input = new Float64Array(frameSize);
  const output = new Float64Array(frameSize * 2);
  const power = new Float64Array(frameSize / 2 + 1);
  // The window's mean is 1/2 and a sine splits into two bins, so amplitude 1 gives |X| = frameSize / 4.
  const scale = (4 / frameSize) ** 2;
  const frames = frameCount(samples.length, options);
  for (let frame = 0; frame < frames; frame++) {
    const start = frame * hopSize;
    for (let i = 0; i < frameSize; i++) input[i] = (samples[start + i] ?? 0) * window[i]!;
    fft.realTransform(output, input);
    for (let bin = 0; bin < power.length; bin++) {
      const re = output[2 * bin]!;
      const im = output[2 * bin + 1]!;
      power[bin] = (re * re + im * im) * scale;
    }
    visit(power, frame);
  }
}
