/** What the listener says about a song: sent to the server, acted on here, answered in words. */
import { api, errorMessage } from "../api-client.ts";
import { notify } from "../design/notices-store.ts";
import { playerStore } from "./player-store.ts";
import type { QueueEntry } from "./queue.ts";

/** A song wherever it is shown; `origin` is the playlist it came from, null outside one. */
export type Heard = Pick<QueueEntry, "track" | "origin">;

type Said = "wrong-mood" | "more-like-this" | "not-this";

async function send(entry: Heard, kind: Said | "like" | "unlike"): Promise<boolean> {
  try {
    await api.giveFeedback({ trackId: entry.track.id, kind, playlistId: entry.origin?.id ?? null });
    return true;
  } catch (error) {
    notify({ tone: "error", text: `Your word about “${entry.track.title}” was not kept: ${errorMessage(error)}` });
    return false;
  }
}

/** Likes or unlikes; the heart changes at once and goes back where the server refuses. */
export async function toggleLike(entry: Heard): Promise<void> {
  const liked = !entry.track.liked;
  playerStore.getState().setLiked(entry.track.id, liked);
  if (!(await send(entry, liked ? "like" : "unlike"))) playerStore.getState().setLiked(entry.track.id, !liked);
}

/** The song does not fit the mood it was chosen for; it may play on. */
export async function sayWrongMood(entry: QueueEntry): Promise<void> {
  if (!(await send(entry, "wrong-mood"))) return;
  const isCurrent = playerStore.getState().current?.key === entry.key;
  notify({
    tone: "good",
    text: "Noted: it will come up less in this mood.",
    ...(isCurrent ? { action: { label: "Next song", run: () => playerStore.getState().changeNow() } } : {}),
  });
}

/** Songs near this one come next. */
export async function askForMoreLike(entry: Heard): Promise<void> {
  if (!(await send(entry, "more-like-this"))) return;
  const features = entry.track.features;
  if (features === null) {
    notify({ tone: "good", text: "Noted: songs like this one will come up more." });
    return;
  }
  try {
    const playlist = await api.createPlaylist({ mood: { valence: features.valence, arousal: features.arousal } });
    playerStore.getState().setUpcoming(playlist, "similar");
    notify({ tone: "good", text: "Songs close to this one come next." });
  } catch (error) {
    notify({ tone: "error", text: errorMessage(error) });
  }
}

/** Not this song: it leaves the queue, and the next one plays where it was playing. */
export async function sayNotThis(entry: QueueEntry): Promise<void> {
  const player = playerStore.getState();
  if (player.current?.key === entry.key) player.changeNow();
  else player.remove(entry.key);
  if (await send(entry, "not-this"))
    notify({ tone: "good", text: `“${entry.track.title}” will stay away for a while.` });
}
