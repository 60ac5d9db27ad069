/**
 * Turns the mood that the music follows into playlists: a new target replaces what comes next, and when the queue
 * runs low more of the same is asked for. When that is heard is the player's matter, which mood it is the mood store's.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { MoodTarget } from "../../contracts/common.ts";
import type { Playlist } from "../../contracts/playlists.ts";
import type { PlayerState } from "./player-state.ts";
import { upcomingEntries } from "./queue.ts";

/** What came of the latest wish. */
export interface FollowerState {
  target: MoodTarget | null;
  /** A playlist is being asked for. */
  busy: boolean;
  /** Why none came. */
  error: unknown;
  /** What the server said about a list that is shorter than wished, or empty. */
  note: string | null;
  /** The last list had no song at all. */
  empty: boolean;
  /** Ask for the target in force once more. */
  refresh: () => void;
}

export interface FollowerDependencies {
  player: StoreApi<PlayerState>;
  createPlaylist: (target: MoodTarget, signal: AbortSignal) => Promise<Playlist>;
}

export interface MoodFollower {
  store: StoreApi<FollowerState>;
  /** The music should go by this target from the next song on; null keeps what is. */
  follow: (target: MoodTarget | null) => void;
  /** Forgets the list that is being asked for: another player sounds by now, and a late list would silence it. */
  abandon: () => void;
  stop: () => void;
}

/** With so few songs left, more are asked for. */
const LOW_WATER = 2;

/** One follower per player. */
export function createMoodFollower({ player, createPlaylist }: FollowerDependencies): MoodFollower {
  let running: AbortController | null = null;
  /** The entry at which more was last asked for, so that an exhausted library is not asked again and again. */
  let toppedUpAt: number | null = null;

  const store = createStore<FollowerState>(() => ({
    target: null,
    busy: false,
    error: null,
    note: null,
    empty: false,
    refresh: () => void ask("replace"),
  }));

  async function ask(how: "replace" | "append"): Promise<void> {
    const { target } = store.getState();
    if (target === null) return;
    running?.abort();
    const mine = new AbortController();
    running = mine;
    store.setState({ busy: true, error: null });
    try {
      const playlist = await createPlaylist(target, mine.signal);
      if (mine.signal.aborted) return;
      store.setState({ busy: false, note: playlist.note, empty: playlist.entries.length === 0 });
      if (how === "append") player.getState().append(playlist);
      else if (playlist.entries.length > 0) player.getState().setUpcoming(playlist);
    } catch (error) {
      if (!mine.signal.aborted) store.setState({ busy: false, error });
    }
  }

  const unsubscribe = player.subscribe(({ queue, current }) => {
    if (current === null || current.key === toppedUpAt || store.getState().busy) return;
    if (upcomingEntries(queue).filter((entry) => !entry.failed).length > LOW_WATER) return;
    toppedUpAt = current.key;
    void ask("append");
  });

  return {
    store,
    follow: (target) => {
      if (target === null || target === store.getState().target) return;
      store.setState({ target });
      void ask("replace");
    },
    abandon: () => {
      running?.abort();
      // Asked for anew when the songs are back.
      if (store.getState().busy) store.setState({ busy: false, target: null });
    },
    stop: () => {
      unsubscribe();
      running?.abort();
    },
  };
}
