/** What the player shows and takes, and the parts it is made from; the workings are in player.ts. */
import type { Playlist } from "../../contracts/playlists.ts";
import type { Track } from "../../contracts/tracks.ts";
import type { NewNotice } from "../design/notices-store.ts";
import type { AudioDeck, DeckEvents } from "./audio-deck.ts";
import type { PlayFailure } from "./explain-failure.ts";
import type { PlayRecorder } from "./play-recorder.ts";
import type { PlaylistOrigin, Queue, QueueEntry } from "./queue.ts";

/** `blocked`: the browser waits for a press of the listener. `loading`: play is wanted, sound has not come yet. */
export type PlayerStatus = "idle" | "loading" | "playing" | "paused" | "blocked";

export interface PlayerState {
  queue: Queue;
  current: QueueEntry | null;
  status: PlayerStatus;
  /** Whether sound runs or is wanted; what the play button shows. */
  playing: boolean;
  positionMs: number;
  /** Null until known. */
  durationMs: number | null;
  /** 0..1 as the listener set it. */
  volume: number;
  muted: boolean;

  play: () => void;
  pause: () => void;
  toggle: () => void;
  /** To a position in the current song, clamped to it. */
  seek: (positionMs: number) => void;
  /** The listener passes over the song. */
  next: () => void;
  /** To the song's start, or, within its first three seconds, to the song before. */
  previous: () => void;
  /** The playlist in place of what would come; starts only where nothing is current. */
  setUpcoming: (playlist: Playlist, wish?: PlaylistOrigin["wish"]) => void;
  /** More of the same at the end of the queue. */
  append: (playlist: Playlist) => void;
  /** Cuts the song short for what comes next, without blaming the song. */
  changeNow: () => void;
  jump: (key: number) => void;
  remove: (key: number) => void;
  /** Plays a track at once; what would have come still comes after it. */
  playTrack: (track: Track) => void;
  /** Plays a list that the listener opened, from its first song, in place of what would come. */
  playTracks: (tracks: readonly Track[]) => void;
  playNext: (track: Track) => void;
  setLiked: (trackId: number, liked: boolean) => void;
  setVolume: (volume: number) => void;
  toggleMute: () => void;
}

export interface PlayerDependencies {
  createDeck: (events: DeckEvents) => AudioDeck;
  recorder: PlayRecorder;
  audioUrl: (trackId: number) => string;
  explainFailure: (trackId: number) => Promise<PlayFailure>;
  /** The listener passed over this song. */
  onSkip: (entry: QueueEntry) => void;
  say: (notice: NewNotice) => void;
  volume: number;
  keepVolume: (volume: number) => void;
}
