/** Mel filter bank: triangular bands, equally spaced on the mel scale, as sparse rows over the bins of a spectrum. */

/** One triangular band: `weights[i]` belongs to bin `firstBin + i`. */
export interface MelBand {
  firstBin: number;
  weights: Float64Array;
}

export interface MelOptions {
  sampleRateHz: number;
  frameSize: number;
  bandCount: number;
  lowestHz: number;
  highestHz: number;
}

/** Frequency to mel (O'Shaughnessy 1987, the HTK form). */
export function hzToMel(hz: number): number {
  return 2595 * Math.log10(1 + hz / 700);
}

/** Mel to frequency, the inverse of `hzToMel`. */
export function melToHz(mel: number): number {
  return 700 * (10 ** (mel / 2595) - 1);
}

/** Where the bands lie, lowest first. */
export function melBandCentresHz(bandCount: number, lowestHz: number, highestHz: number): number[] {
  const [lowMel, highMel] = [hzToMel(lowestHz), hzToMel(highestHz)];
  return Array.from({ length: bandCount }, (_, i) =>
    melToHz(lowMel + ((highMel - lowMel) * (i + 1)) / (bandCount + 1)),
  );
}

/** Builds the bands; each sums to 1 so that white noise reads alike in all of them. Bands narrower than a bin get one bin. */
export function createMelBands(options: MelOptions): MelBand[] {
  const { sampleRateHz, frameSize, bandCount } = options;
  const binHz = sampleRateHz / frameSize;
  const lastBin = frameSize / 2;
  const lowMel = hzToMel(options.lowestHz);
  const highMel = hzToMel(Math.min(options.highestHz, sampleRateHz / 2));
  const edgesHz = Array.from({ length: bandCount + 2 }, (_, i) =>
    melToHz(lowMel + ((highMel - lowMel) * i) / (bandCount + 1)),
  );
  return Array.from({ length: bandCount }, (_, band) => {
    const [left, centre, right] = [edgesHz[band]!, edgesHz[band + 1]!, edgesHz[band + 2]!];
    const firstBin = Math.min(lastBin, Math.ceil(left / binHz));
    const finalBin = Math.min(lastBin, Math.floor(right / binHz));
    const weights: number[] = [];
    for (let bin = firstBin; bin <= finalBin; bin++) {
      const hz = bin * binHz;
      weights.push(Math.max(0, hz <= centre ? (hz - left) / (centre - left) : (right - hz) / (right - centre)));
    }
    return normalisedBand(firstBin, weights, Math.min(lastBin, Math.round(centre / binHz)));
  });
}

function normalisedBand(firstBin: number, weights: number[], centreBin: number): MelBand {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum === 0) return { firstBin: centreBin, weights: Float64Array.of(1) };
  return { firstBin, weights: Float64Array.from(weights, (weight) => weight / sum) };
}

/** The weighted power in one band. */
export function bandPower(power: Float64Array, band: MelBand): number {
  let sum = 0;
  for (let i = 0; i < band.weights.length; i++) sum += band.weights[i]! * power[band.firstBin + i]!;
  return sum;
}
