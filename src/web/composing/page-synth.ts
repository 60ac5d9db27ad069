/** The synthesiser as the stage uses it. */
import { createWebSynth } from "../../synthesis/web.ts";
import type { StageSynth } from "./stage.ts";

/** @throws as createWebSynth */
export async function createPageSynth(context: AudioContext): Promise<StageSynth> {
  const synth = await createWebSynth(context);
  return {
    output: synth.output,
    schedule: (notes) =>
      synth.schedule(
        notes.map(({ startS, durationS, ...note }) => ({ ...note, startTime: startS, duration: durationS })),
      ),
    useEnsemble: (mood, atS) => synth.setMood(mood, atS),
    stop: () => void synth.stop(),
  };
}
