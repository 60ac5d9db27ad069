/**
 * Tells the server what was heard: a play is opened when sound starts and closed with the time that truly sounded.
 * A play that cannot be recorded never disturbs the music; the shell's banner says when the server is away.
 */
import type { PlayEnd } from "../api-client.ts";
import { createPlayMeter, type PlayMeter } from "./play-meter.ts";

export interface PlayRecorderDependencies {
  startPlay: (trackId: number, playlistId: number | null) => Promise<{ id: number }>;
  updatePlay: (id: number, playedMs: number, end: PlayEnd | null, keepalive: boolean) => Promise<unknown>;
  /** Milliseconds of a steady clock. */
  now: () => number;
}

export interface PlayRecorder {
  /** Sound of this queue entry runs; the first time it opens a play. */
  running(entry: { key: number; trackId: number; playlistId: number | null }): void;
  /** Sound halted, the play goes on. */
  halted(): void;
  /** The play is over. */
  finish(end: PlayEnd): void;
  /** The page goes away: sends what was heard so far, in a request that outlives it. */
  leave(): void;
}

interface OpenPlay {
  key: number;
  meter: PlayMeter;
  /** Resolves to null where the server did not take the play. */
  id: Promise<number | null>;
  knownId: number | null;
}

/** One recorder per player. */
export function createPlayRecorder({ startPlay, updatePlay, now }: PlayRecorderDependencies): PlayRecorder {
  let open: OpenPlay | null = null;

  function begin(key: number, trackId: number, playlistId: number | null): OpenPlay {
    const play: OpenPlay = { key, meter: createPlayMeter(now), id: Promise.resolve(null), knownId: null };
    play.id = startPlay(trackId, playlistId).then(
      ({ id }) => (play.knownId = id),
      () => null,
    );
    return play;
  }

  async function send(play: OpenPlay, playedMs: number, end: PlayEnd): Promise<void> {
    const id = await play.id;
    if (id !== null) await updatePlay(id, playedMs, end, false).catch(() => undefined);
  }

  function finish(end: PlayEnd): void {
    if (open === null) return;
    open.meter.halt();
    void send(open, open.meter.heardMs(), end);
    open = null;
  }

  return {
    running: ({ key, trackId, playlistId }) => {
      if (open !== null && open.key !== key) finish("stopped");
      open ??= begin(key, trackId, playlistId);
      open.meter.run();
    },
    halted: () => open?.meter.halt(),
    finish,
    leave: () => {
      if (open === null || open.knownId === null) return;
      updatePlay(open.knownId, open.meter.heardMs(), "stopped", true).catch(() => undefined);
    },
  };
}
