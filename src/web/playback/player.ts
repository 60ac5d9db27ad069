/**
 * The player: joins the queue, the deck and the recorder, and shows itself as one store.
 * A new mood changes what comes next, never what plays; only the listener cuts a song short.
 * Media keys, shortcuts and following the mood are left to the modules beside it.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Track } from "../../contracts/tracks.ts";
import type { PlayEnd } from "../api-client.ts";
import type { AudioDeck, DeckEvents, DeckSource } from "./audio-deck.ts";
import { claimAudio } from "./audio-focus.ts";
import type { PlayerDependencies, PlayerState } from "./player-state.ts";
import { currentEntry, EMPTY_QUEUE, entriesOf, nextEntry, reduceQueue } from "./queue.ts";
import type { QueueAction, QueueEntry } from "./queue.ts";

/** So many songs in a row that will not play mean that something else is wrong. */
const MOST_FAILURES = 5;
const RESTART_AFTER_MS = 3000;
/** A song that is passed over in its last seconds was heard. */
const HEARD_OUT_MS = 10_000;
/** The player's name where the loudspeaker is shared out. */
export const PLAYER = "player";

/** Loudness is felt about as the square of the amplitude, so the knob is even over its length. */
function amplitude(volume: number, muted: boolean): number {
  return muted ? 0 : volume * volume;
}

/** The workings behind the store's actions. */
class Player {
  readonly store: StoreApi<PlayerState>;
  readonly #parts: PlayerDependencies;
  readonly #deck: AudioDeck;
  #failuresInARow = 0;
  /** The key of the song that the deck has in front. */
  #loadedKey: number | null = null;

  constructor(parts: PlayerDependencies) {
    this.#parts = parts;
    this.#deck = parts.createDeck(this.#deckEvents());
    this.store = createStore<PlayerState>(() => this.#initialState());
    this.#deck.setVolume(amplitude(parts.volume, false));
  }

  #initialState(): PlayerState {
    return {
      queue: EMPTY_QUEUE,
      current: null,
      status: "idle",
      playing: false,
      positionMs: 0,
      durationMs: null,
      volume: this.#parts.volume,
      muted: false,
      play: () => this.#play(),
      pause: () => this.#pause(),
      toggle: () => (this.#state.playing ? this.#pause() : this.#play()),
      seek: (positionMs) => this.#seek(positionMs),
      next: () => this.#skip(),
      previous: () => this.#previous(),
      setUpcoming: (playlist, wish) => this.#arrive({ type: "set-upcoming", items: entriesOf(playlist, wish) }),
      append: (playlist) => this.#arrive({ type: "append", items: entriesOf(playlist) }),
      changeNow: () => this.#move({ type: "next" }, "stopped", true),
      jump: (key) => this.#move({ type: "jump", key }, "stopped", true),
      remove: (key) => this.#apply({ type: "remove", key }),
      playTrack: (track) => this.#playTrack(track),
      playTracks: (tracks) => this.#playTracks(tracks),
      playNext: (track) => this.#arrive({ type: "play-next", item: { track, reason: null, origin: null } }),
      setLiked: (trackId, liked) => this.#apply({ type: "set-liked", trackId, liked }),
      setVolume: (volume) => this.#setVolume(volume),
      toggleMute: () => this.#toggleMute(),
    };
  }

  get #state(): PlayerState {
    return this.store.getState();
  }

  #deckEvents(): DeckEvents {
    return {
      onPlaying: () => this.#sounding(),
      onPaused: () => this.#silent("paused"),
      onStalled: () => this.#stalled(),
      onTime: (positionMs, durationMs) => this.#tellTime(positionMs, durationMs),
      onEnded: () => this.#move({ type: "next" }, "completed", true),
      onError: (source) => void this.#failed(source),
      onBlocked: () => this.#silent("blocked"),
    };
  }

  /** Changes the queue; what is in front stays in front. */
  #apply(action: QueueAction): void {
    const queue = reduceQueue(this.#state.queue, action);
    this.store.setState({ queue, current: currentEntry(queue) });
    this.#prepareNext();
  }

  /** New entries came: start where nothing was current, otherwise let the song finish. */
  #arrive(action: QueueAction): void {
    const wasIdle = this.#state.current === null;
    this.#apply(action);
    if (wasIdle && this.#state.current !== null) this.#bringCurrent(true);
  }

  /** Leaves the current song for another place in the queue. */
  #move(action: QueueAction, end: PlayEnd, play: boolean): void {
    this.#parts.recorder.finish(end);
    this.#apply(action);
    if (this.#state.current === null) this.#finish();
    else this.#bringCurrent(play);
  }

  #bringCurrent(play: boolean, positionMs = 0): void {
    const entry = this.#state.current;
    if (entry === null) return;
    this.#loadedKey = entry.key;
    if (play) this.#claim();
    this.store.setState({
      status: play ? "loading" : "paused",
      playing: play,
      positionMs,
      durationMs: entry.track.durationMs,
    });
    this.#deck.load(this.#sourceOf(entry), { play, positionMs });
    this.#prepareNext();
  }

  #prepareNext(): void {
    const next = nextEntry(this.#state.queue);
    if (this.#loadedKey !== null) this.#deck.prepare(next === null ? null : this.#sourceOf(next));
  }

  #sourceOf(entry: QueueEntry): DeckSource {
    return { key: entry.key, url: this.#parts.audioUrl(entry.track.id) };
  }

  #finish(): void {
    this.#loadedKey = null;
    this.#deck.clear();
    this.store.setState({ status: "idle", playing: false, positionMs: 0, durationMs: null });
  }

  #play(): void {
    const { current, positionMs } = this.#state;
    if (current === null) return;
    if (this.#loadedKey !== current.key) {
      this.#failuresInARow = 0;
      this.#bringCurrent(true, positionMs);
      return;
    }
    this.#claim();
    this.store.setState({ status: "loading", playing: true });
    this.#deck.play();
  }

  #claim(): void {
    claimAudio(PLAYER, () => this.#pause());
  }

  #pause(): void {
    this.#deck.pause();
    this.#silent("paused");
  }

  #seek(positionMs: number): void {
    const { current, durationMs } = this.#state;
    if (current === null) return;
    const target = Math.min(Math.max(0, positionMs), durationMs ?? Number.POSITIVE_INFINITY);
    this.store.setState({ positionMs: target });
    this.#deck.seek(target);
  }

  #skip(): void {
    const { current, positionMs, durationMs } = this.#state;
    if (current === null) return;
    const heardOut = durationMs !== null && durationMs - positionMs < HEARD_OUT_MS;
    if (!heardOut) this.#parts.onSkip(current);
    this.#move({ type: "next" }, "skipped", true);
  }

  #previous(): void {
    const { queue, positionMs } = this.#state;
    const back = reduceQueue(queue, { type: "previous" });
    if (positionMs > RESTART_AFTER_MS || back.index === queue.index) this.#seek(0);
    else this.#move({ type: "previous" }, "stopped", true);
  }

  #playTrack(track: Track): void {
    const item = { track, reason: null, origin: null };
    if (this.#state.current === null) {
      this.#arrive({ type: "play-next", item });
      return;
    }
    this.#apply({ type: "play-next", item });
    this.#move({ type: "next" }, "stopped", true);
  }

  #playTracks(tracks: readonly Track[]): void {
    if (tracks.length === 0) return;
    const wasIdle = this.#state.current === null;
    this.#apply({ type: "open-list", items: tracks.map((track) => ({ track, reason: null, origin: null })) });
    if (wasIdle) this.#bringCurrent(true);
    else this.#move({ type: "next" }, "stopped", true);
  }

  #setVolume(volume: number): void {
    const kept = Math.min(1, Math.max(0, volume));
    this.store.setState({ volume: kept, muted: false });
    this.#deck.setVolume(amplitude(kept, false));
    this.#parts.keepVolume(kept);
  }

  #toggleMute(): void {
    const muted = !this.#state.muted;
    this.store.setState({ muted });
    this.#deck.setVolume(amplitude(this.#state.volume, muted));
  }

  #sounding(): void {
    const { current } = this.#state;
    if (current === null) return;
    this.#failuresInARow = 0;
    this.store.setState({ status: "playing", playing: true });
    this.#parts.recorder.running({
      key: current.key,
      trackId: current.track.id,
      playlistId: current.origin?.id ?? null,
    });
  }

  #silent(status: "paused" | "blocked"): void {
    if (this.#state.current === null) return;
    this.#parts.recorder.halted();
    this.store.setState({ status, playing: false });
  }

  #stalled(): void {
    this.#parts.recorder.halted();
    if (this.#state.playing) this.store.setState({ status: "loading" });
  }

  #tellTime(positionMs: number, durationMs: number | null): void {
    this.store.setState((state) => ({ positionMs, durationMs: durationMs ?? state.durationMs }));
  }

  async #failed(source: DeckSource): Promise<void> {
    const entry = this.#state.current;
    if (entry === null || entry.key !== source.key) return;
    const { positionMs } = this.#state;
    this.#parts.recorder.halted();
    const failure = await this.#parts.explainFailure(entry.track.id);
    if (this.#state.current?.key !== entry.key) return;
    if (failure.kind === "away") this.#waitForServer(positionMs);
    else this.#passOver(entry, failure.kind === "refused" ? failure.message : "this browser can't play the file.");
  }

  #waitForServer(positionMs: number): void {
    this.#loadedKey = null;
    this.store.setState({ status: "paused", playing: false, positionMs });
    this.#parts.say({
      tone: "error",
      text: "The music stopped because the MoodSync server can't be reached.",
      action: { label: "Try again", run: () => this.#play() },
    });
  }

  #passOver(entry: QueueEntry, why: string): void {
    const wanted = this.#state.playing;
    this.#failuresInARow += 1;
    this.#parts.say({ tone: "warning", text: `Skipped “${entry.track.title}”: ${why}` });
    this.#apply({ type: "mark-failed", key: entry.key });
    if (this.#failuresInARow < MOST_FAILURES) {
      this.#move({ type: "next" }, "stopped", wanted);
      return;
    }
    this.#failuresInARow = 0;
    this.#move({ type: "next" }, "stopped", false);
    this.#parts.say({ tone: "error", text: `${MOST_FAILURES} songs in a row would not play, so the music stopped.` });
  }
}

/** A player over the parts given; its store holds state and actions alike. */
export function createPlayer(parts: PlayerDependencies): StoreApi<PlayerState> {
  return new Player(parts).store;
}
