/** How a service stands, in words: one line, its tone, and what disconnecting deletes. */
import type { Service, ServiceId } from "../../../contracts/services.ts";
import { clockTime } from "../../services/time-words.ts";

export type StandingTone = "off" | "good" | "waiting" | "trouble";

export interface Standing {
  tone: StandingTone;
  text: string;
}

/** The line under a service's name. */
export function standingOf({ configured, connected, account, state }: Service, nowMs: number): Standing {
  if (state.cooldownUntilMs !== null && state.cooldownUntilMs > nowMs) {
    return { tone: "waiting", text: `Resting until ${clockTime(state.cooldownUntilMs, nowMs)}, as it asked` };
  }
  if (state.problem !== null) return { tone: "trouble", text: state.problem.message };
  if (state.breaker === "open") return { tone: "trouble", text: "It failed several times; it is tried again shortly" };
  if (connected) return { tone: "good", text: account === null ? "Connected" : `Connected as ${account}` };
  return { tone: "off", text: configured ? "Not connected" : "Not set up" };
}

/** What a disconnect deletes here, said beforehand. */
export const WILL_DELETE: Readonly<Partial<Record<ServiceId, readonly string[]>>> = {
  spotify: [
    "your sign-in and its tokens",
    "which of your playlists belong to which mood",
    "every list, name and cover address that was fetched",
  ],
  subsonic: [
    "the address and your sign-in",
    "the server's songs in the library, with what was measured of their sound",
    "plays, likes and corrections of those songs, and their places in playlists",
  ],
  "apple-music": ["your sign-in and the owner's key", "every search answer and list that was fetched"],
  reccobeats: ["every mood that was fetched from it"],
  lastfm: ["the key", "every mood that was fetched from it"],
};

/** What stays where it is. */
export const WILL_STAY: Readonly<Partial<Record<ServiceId, string>>> = {
  spotify: "Your playlists at Spotify stay, also those saved from here. Its apps page can take the permission back.",
  subsonic: "Nothing on the music server itself is changed.",
  "apple-music": "Nothing in your Apple Music library is changed.",
};

const COUNTED: Readonly<Record<string, readonly [one: string, many: string]>> = {
  connections: ["connection", "connections"],
  cachedAnswers: ["fetched answer", "fetched answers"],
  cooldowns: ["cool-down", "cool-downs"],
  moodPlaylists: ["playlist of the mood map", "playlists of the mood map"],
  savedPlaylists: ["note of a saved playlist", "notes of saved playlists"],
  pendingSignIns: ["unfinished sign-in", "unfinished sign-ins"],
  tracks: ["song", "songs"],
  features: ["measured sound", "measured sounds"],
  plays: ["play", "plays"],
  feedback: ["like or correction", "likes and corrections"],
  playlistEntries: ["place in a playlist", "places in playlists"],
  waitingChanges: ["change that waited to be sent", "changes that waited to be sent"],
  syncs: ["sync", "syncs"],
};

/** `12 fetched answers`; a kind that has no words here is shown by its own name, taken apart. */
export function countedWords(kind: string, count: number): string {
  const own = kind.replace(/([A-Z])/g, " $1").toLowerCase();
  const [one, many] = COUNTED[kind] ?? [own, own];
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** What was deleted, kinds of which there was nothing left out. */
export function deletedWords(deleted: Readonly<Record<string, number>>): string[] {
  return Object.entries(deleted)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => countedWords(kind, count));
}
