/** A personal correction in plain words. Pure. */
import { EMOTIONS } from "../../../core/affect/emotion.ts";
import { describeMood } from "../../../core/affect/mood-words.ts";
import type { PersonalCalibration } from "../../../core/affect/personal-calibration.ts";

/** A change of the odds below this factor is not worth a word. */
const LEAST_FACTOR = 1.15;
const LEAST_HEAT = 0.05;

function factorText(factor: number): string {
  return factor < 10 ? factor.toFixed(1) : factor.toFixed(0);
}

function shiftSentence(emotion: (typeof EMOTIONS)[number], logBias: number): string {
  const word = describeMood(emotion);
  const factor = factorText(Math.exp(Math.abs(logBias)));
  return logBias > 0
    ? `Reads “${word}” more readily: its odds are multiplied by ${factor}.`
    : `Reads “${word}” less readily: its odds are divided by ${factor}.`;
}

/** One sentence a change, the largest first; what is next to nothing is left out. */
export function correctionWords({ logBias, temperature }: PersonalCalibration): string[] {
  const shifts = EMOTIONS.filter((emotion) => Math.abs(logBias[emotion]) >= Math.log(LEAST_FACTOR))
    .toSorted((a, b) => Math.abs(logBias[b]) - Math.abs(logBias[a]))
    .map((emotion) => shiftSentence(emotion, logBias[emotion]));
  const heat = Math.abs(temperature - 1) < LEAST_HEAT ? [] : [heatSentence(temperature)];
  return shifts.length + heat.length === 0 ? ["Changes next to nothing."] : [...shifts, ...heat];
}

function heatSentence(temperature: number): string {
  const figure = temperature.toFixed(2);
  return temperature > 1
    ? `Is less sure of itself on your face (temperature ${figure}).`
    : `Is surer of itself on your face (temperature ${figure}).`;
}
