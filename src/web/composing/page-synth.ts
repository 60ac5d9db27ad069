/** The synthesiser as the stage uses it. */
import type { StageSynth } from "./stage.ts";

/** Loads the synthesiser's code first. @throws as createWebSynth */
export async function createPageSynth(context: AudioContext): Promise<StageSynth> {
  // A large part of the page's code, and of no use to those who play their own songs.
  const { createWebSynth } = await import("../../synthesis/web.ts");
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
