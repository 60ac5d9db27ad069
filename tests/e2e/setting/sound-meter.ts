/** Measures what reaches the loudspeaker by Web Audio, which no audio element shows. To be installed before the page's own code. */
import type { Page } from "playwright-core";

declare global {
  interface Window {
    meters: AnalyserNode[];
    /** Seconds of the longest silence so far, and how long it is silent by now; null before the first sound. */
    silence: { longestS: number; nowS: number } | null;
  }
}

/** Root mean square above which something is heard: 60 dB below full scale. */
export const AUDIBLE_RMS = 0.001;

/** Self-contained: it is sent to the page as source. */
export function meterOutput(): void {
  const audibleRms = 0.001;
  const connect = Reflect.get(AudioNode.prototype, "connect");
  window.meters = [];
  window.silence = null;
  AudioNode.prototype.connect = new Proxy(connect, {
    apply(original, node: AudioNode, given) {
      if (given[0] instanceof AudioDestinationNode) {
        const meter = node.context.createAnalyser();
        meter.fftSize = 4096;
        Reflect.apply(original, node, [meter]);
        window.meters.push(meter);
      }
      return Reflect.apply(original, node, given);
    },
  });
  let heardAtS: number | null = null;
  setInterval(() => {
    for (const meter of window.meters) {
      const samples = new Float32Array(meter.fftSize);
      meter.getFloatTimeDomainData(samples);
      const rms = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
      const nowS = meter.context.currentTime;
      if (rms > audibleRms) heardAtS = nowS;
      if (heardAtS === null) continue;
      const silentS = nowS - heardAtS;
      window.silence = { longestS: Math.max(window.silence?.longestS ?? 0, silentS), nowS: silentS };
    }
  }, 40);
}

/** Loads the page anew with the meter in place. */
export async function withSoundMeter(page: Page): Promise<void> {
  await page.addInitScript(meterOutput);
  await page.reload();
}

/** Root mean square of what is heard at the moment. */
export async function outputRms(page: Page): Promise<number> {
  return await page.evaluate(() =>
    Math.max(
      0,
      ...window.meters.map((meter) => {
        const samples = new Float32Array(meter.fftSize);
        meter.getFloatTimeDomainData(samples);
        return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
      }),
    ),
  );
}

/** The longest silence on the audio clock since the last call, in seconds, between and after sounds. */
export async function longestSilence(page: Page): Promise<number> {
  return await page.evaluate(() => {
    const longest = window.silence?.longestS ?? Number.POSITIVE_INFINITY;
    if (window.silence !== null) window.silence.longestS = 0;
    return longest;
  });
}
