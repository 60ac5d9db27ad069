/**
 * Turns the mood that the music follows into playlists, as the plan says: to match it, to move from it to another, or to
 * stay where the music is. A new list replaces what comes next, and when the queue runs low more of the same is asked for.
 * When that is heard is the player's matter, which mood it is the mood store's.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { MoodTarget } from "../../contracts/common.ts";
import type { NewPlaylist, Playlist } from "../../contracts/playlists.ts";
import type { AffectPoint } from "../../core/affect/emotion.ts";
import {
  draggedWish,
  firstWish,
  goalOf,
  type MusicPlan,
  moreWish,
  type PlanChoice,
  type ShownWay,
  waypointOf,
  wayOf,
} from "./music-plan.ts";
import type { PlayerState } from "./player-state.ts";
import { upcomingEntries } from "./queue.ts";

/** What came of the latest wish. */
export interface FollowerState {
  /** The mood in force, whatever the plan makes of it. */
  target: MoodTarget | null;
  plan: MusicPlan;
  /** The way of a shift, as its songs lie along it; null without one. */
  way: ShownWay | null;
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
  createPlaylist: (wish: NewPlaylist, signal: AbortSignal) => Promise<Playlist>;
}

export interface MoodFollower {
  store: StoreApi<FollowerState>;
  /** Where a shift would begin: the waypoint of the song that plays, else what the music was asked for. */
  placeOfMusic: () => MoodTarget;
  /**
   * The mood is this from now on; null keeps what is. A shift and a hold go on through what a face shows,
   * while what the listener says (`said`) moves their beginning.
   */
  follow: (target: MoodTarget | null, said?: boolean) => void;
  /** Match, shift or hold from the next song on. */
  choosePlan: (choice: PlanChoice) => void;
  /** What follows goes along this path; only while a shift is under way. */
  dragWay: (path: readonly AffectPoint[]) => void;
  /** Forgets the list that is being asked for: another player sounds by now, and a late list would silence it. */
  abandon: () => void;
  stop: () => void;
}

/** With so few songs left, more are asked for. */
const LOW_WATER = 2;

/** Where a shift begins while there is neither mood nor music. */
const MIDDLE: MoodTarget = { valence: 0, arousal: 0 };

/** One follower per player. */
export function createMoodFollower({ player, createPlaylist }: FollowerDependencies): MoodFollower {
  let running: AbortController | null = null;
  /** The entry at which more was last asked for, so that an exhausted library is not asked again and again. */
  let toppedUpAt: number | null = null;
  /** A list was given up half way, and is asked for anew when the songs are back. */
  let owed = false;

  const store = createStore<FollowerState>(() => ({
    target: null,
    plan: { kind: "match" },
    way: null,
    busy: false,
    error: null,
    note: null,
    empty: false,
    refresh: () => replace(),
  }));

  async function ask(wish: NewPlaylist | null, arrive: (playlist: Playlist) => void): Promise<void> {
    if (wish === null) return;
    running?.abort();
    const mine = new AbortController();
    running = mine;
    store.setState({ busy: true, error: null });
    try {
      const playlist = await createPlaylist(wish, mine.signal);
      if (mine.signal.aborted) return;
      store.setState({ busy: false, note: playlist.note, empty: playlist.entries.length === 0 });
      arrive(playlist);
    } catch (error) {
      if (!mine.signal.aborted) store.setState({ busy: false, error });
    }
  }

  function setUpcoming(playlist: Playlist): void {
    if (playlist.entries.length > 0) player.getState().setUpcoming(playlist);
  }

  function replace(): void {
    const { plan, target } = store.getState();
    void ask(firstWish(plan, target), (playlist) => {
      store.setState({ way: plan.kind === "shift" ? wayOf(playlist) : null });
      setUpcoming(playlist);
    });
  }

  function topUp(): void {
    const { plan, target, way } = store.getState();
    void ask(moreWish(plan, target), (playlist) => {
      // Songs that come after the end of the way lie at its end.
      if (way !== null)
        store.setState({ way: { ...way, starts: { ...way.starts, [playlist.id]: way.path.length - 1 } } });
      player.getState().append(playlist);
    });
  }

  /** Where the music is now: the waypoint of the song that plays, else the mood that it was asked for. */
  function whereMusicIs(): MoodTarget | null {
    const { way, plan, target } = store.getState();
    const waypoint = waypointOf(way, player.getState().current);
    if (way !== null && waypoint !== null) return way.path[waypoint] ?? target;
    return plan.kind === "hold" ? plan.at : plan.kind === "shift" ? plan.from : target;
  }

  function planOf(choice: PlanChoice): MusicPlan {
    if (choice.kind === "hold") return { kind: "hold", at: choice.at ?? whereMusicIs() };
    if (choice.kind === "shift") {
      return { ...choice, from: choice.from ?? whereMusicIs() ?? MIDDLE, path: choice.path ?? null };
    }
    return choice;
  }

  function choosePlan(choice: PlanChoice): void {
    const { plan: before, target } = store.getState();
    const plan = planOf(choice);
    store.setState(plan.kind === "shift" ? { plan } : { plan, way: null });
    if (plan.kind === "shift") replace();
    else if (before.kind === "shift") replace();
    // A hold of what plays changes nothing until the queue runs low; a match goes back to the mood only where it has moved.
    else if (plan.kind === "match" && before.kind === "hold" && before.at !== target) replace();
    else if (plan.kind === "hold" && before.kind === "hold" && plan.at !== before.at) replace();
  }

  function dragWay(path: readonly AffectPoint[]): void {
    const { plan, way } = store.getState();
    if (plan.kind !== "shift" || way === null) return;
    const { current, queue } = player.getState();
    const reached = waypointOf(way, current) ?? 0;
    const dragged = { ...plan, to: goalOf(path, plan.to) };
    store.setState({ plan: dragged, way: { ...way, path } });
    void ask(draggedWish(dragged, path, reached, upcomingEntries(queue).length), (playlist) => {
      store.setState({ way: wayOf(playlist, { path, starts: way.starts }, reached) });
      setUpcoming(playlist);
    });
  }

  function follow(target: MoodTarget | null, said = false): void {
    const { plan, target: before } = store.getState();
    if (target === null || (target === before && !owed)) return;
    const isFirst = owed || before === null;
    owed = false;
    store.setState({ target });
    if (plan.kind === "match") replace();
    else if (plan.kind === "hold" && (said || plan.at === null)) {
      store.setState({ plan: { ...plan, at: target } });
      replace();
    } else if (plan.kind === "shift" && said) {
      store.setState({ plan: { ...plan, from: target, path: null } });
      replace();
    } else if (isFirst && player.getState().current === null) replace();
  }

  const unsubscribe = player.subscribe(({ queue, current }) => {
    if (current === null || current.key === toppedUpAt || store.getState().busy) return;
    if (upcomingEntries(queue).filter((entry) => !entry.failed).length > LOW_WATER) return;
    toppedUpAt = current.key;
    topUp();
  });

  return {
    store,
    placeOfMusic: () => whereMusicIs() ?? MIDDLE,
    follow,
    choosePlan,
    dragWay,
    abandon: () => {
      running?.abort();
      if (!store.getState().busy) return;
      store.setState({ busy: false });
      owed = true;
    },
    stop: () => {
      unsubscribe();
      running?.abort();
    },
  };
}
