/** What went wrong with composed music, in a sentence that says what to do. */
import { MoodSyncError } from "../../core/errors.ts";
import { errorMessage } from "../api-client.ts";

const SENTENCES: Readonly<Record<string, string>> = {
  "composer.unreachable": "The composer's model could not be fetched. Is the MoodSync server running?",
  "composer.missing": "This MoodSync was installed without the composer's model. Run “npm run build” in its folder.",
  "composer.crashed": "The composer stopped, perhaps for want of memory. Try again, or close other pages.",
  "model.hash-mismatch": "The composer's model is damaged. Run “npm run build -- --force” in MoodSync's folder.",
  "model.unloadable": "The composer's model is damaged, or this browser cannot run it.",
  "model.config-invalid": "The composer's model is damaged: its description cannot be read.",
  "model.vocabulary-mismatch": "The composer's model belongs to another version of MoodSync.",
  "model.conditions-mismatch": "The composer's model belongs to another version of MoodSync.",
  "model.unverifiable": "Composing needs a secure page: https, or this machine itself.",
};

/** The sentence to show for anything that composing threw. */
export function composingProblem(problem: unknown): string {
  const known = problem instanceof MoodSyncError ? SENTENCES[problem.code] : undefined;
  return known ?? errorMessage(problem);
}
