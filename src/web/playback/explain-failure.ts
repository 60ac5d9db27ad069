/** Finds out why a song would not play: audio elements say only that it failed, the server often knows more. */
import { audioUrl } from "../api-client.ts";

/** `away`: the server cannot be reached; `refused`: it said why; `undecodable`: it sends the file, the browser cannot play it. */
export type PlayFailure = { kind: "away" } | { kind: "refused"; message: string } | { kind: "undecodable" };

/** Asks for the first byte of the track and reads the server's own message where it refuses. */
export async function explainFailure(trackId: number): Promise<PlayFailure> {
  try {
    const response = await fetch(audioUrl(trackId), { headers: { range: "bytes=0-0" }, cache: "no-store" });
    if (response.ok) {
      await response.body?.cancel();
      return { kind: "undecodable" };
    }
    if ([502, 503, 504].includes(response.status)) return { kind: "away" };
    const body: { error?: { message?: unknown } } | null = await response.json().catch(() => null);
    const message = body?.error?.message;
    return {
      kind: "refused",
      message: typeof message === "string" ? message : `the server answered ${response.status}`,
    };
  } catch {
    return { kind: "away" };
  }
}
