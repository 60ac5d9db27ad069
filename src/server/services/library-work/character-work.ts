/**
 * Draws the library's map and keeps it in step: fits a model on the library (an even sample of a large one) when there is
 * none or much has changed, places every track, and between fits places what is new. Cut off anywhere it goes on from
 * there: the old map is read until the new one is whole.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import { placeTrack, type CharacterModel } from "../../../core/library/character.ts";
import type { MeasuredTrack, StoredModel, TrackPlace } from "../../db/repositories/character-repository.ts";
import type { Storage } from "../../db/storage.ts";
import { fitInThread } from "./fit-in-thread.ts";

export interface CharacterContext {
  storage: Storage;
  userId: number;
  clock: () => number;
  signal: AbortSignal;
}

/** So many tracks are fitted at most; more give the same groups. */
const SAMPLE = 8000;
/** Ids read or placed in one turn. */
const STRIDE = 500;
/** Ids looked through for what is out of place in one statement. */
const SEARCH_STRIDE = 5000;
const FORMER_PER_TURN = 400;
/** A map is drawn anew when so large a share of the library came, changed or went since. */
const REDRAW_SHARE = 0.2;
/** The same library gives the same map. */
const SEED = 1;

/** Brings places and, where due, the map itself up to date; how many tracks were placed. */
export async function updateCharacter(context: CharacterContext): Promise<number> {
  const { storage, userId } = context;
  let placed = await finishPlacing(context);
  const current = await storage.character.find(userId, "current");
  if (current) placed += await placeWhatIsNew(context, current);
  const latest = current && (await storage.character.find(userId, "current"));
  if (latest === null || isDue(latest)) {
    await fit(context, latest);
    placed += await finishPlacing(context);
  }
  while (await storage.inTransaction(({ character }) => character.clearFormer(userId, FORMER_PER_TURN))) {
    context.signal.throwIfAborted();
    await nextTurn();
  }
  return placed;
}

function isDue({ fittedTracks, changedTracks }: StoredModel): boolean {
  return changedTracks > REDRAW_SHARE * Math.max(1, fittedTracks);
}

async function fit({ storage, userId, clock, signal }: CharacterContext, previous: StoredModel | null): Promise<void> {
  const { playable } = await storage.tracks.count(userId);
  const oneIn = Math.max(1, Math.ceil(playable / SAMPLE));
  const highest = await storage.copies.highestTrackId(userId);
  const tracks: MeasuredTrack[] = [];
  const stride = STRIDE * oneIn;
  for (let after = 0; after < highest; after += stride) {
    signal.throwIfAborted();
    tracks.push(...(await storage.character.measured(userId, after, after + stride, oneIn)));
    await nextTurn();
  }
  if (tracks.length === 0) return;
  const task = { tracks: tracks.map(({ features, genre }) => ({ features, genre })), seed: SEED };
  const model = await fitInThread({ ...task, previous: previous?.model ?? null }, signal);
  await storage.inTransaction(({ character }) =>
    character.insert(userId, model, { tracks: Math.max(tracks.length, playable), atMs: clock() }),
  );
}

/** Places all tracks by a model that is not current yet, from where the last run left off, and then makes it current. */
async function finishPlacing({ storage, userId, signal }: CharacterContext): Promise<number> {
  const pending = await storage.character.find(userId, "placing");
  if (!pending) return 0;
  const highest = await storage.copies.highestTrackId(userId);
  let placed = 0;
  for (let after = pending.placedUpTo; after < highest; after += STRIDE) {
    signal.throwIfAborted();
    const upTo = after + STRIDE;
    placed += await storage.inTransaction(async ({ character }) => {
      const tracks = await character.measured(userId, after, upTo);
      await character.place(pending.id, placesOf(tracks, pending.model));
      await character.setPlacedUpTo(pending.id, upTo);
      return tracks.length;
    });
    await nextTurn();
  }
  await storage.inTransaction(({ character }) => character.makeCurrent(userId, pending.id));
  return placed;
}

/** Goes through the library for tracks that have no place yet, or one they should not have. */
async function placeWhatIsNew({ storage, userId, signal }: CharacterContext, current: StoredModel): Promise<number> {
  const highest = await storage.copies.highestTrackId(userId);
  let placed = 0;
  for (let after = 0; after < highest; after += SEARCH_STRIDE) {
    signal.throwIfAborted();
    const wrong = await storage.character.outOfPlace(userId, current.id, after, after + SEARCH_STRIDE);
    for (let start = 0; start < wrong.length; start += STRIDE) {
      placed += await placeTracks({ storage, userId }, current, wrong.slice(start, start + STRIDE));
      await nextTurn();
    }
    await nextTurn();
  }
  return placed;
}

/** Places these tracks by the current model at once; those that are not measured, or gone, lose their place. */
export async function placeTracks(
  { storage, userId }: Pick<CharacterContext, "storage" | "userId">,
  current: StoredModel,
  trackIds: readonly number[],
): Promise<number> {
  return await storage.inTransaction(async ({ character }) => {
    const tracks = await character.measuredOf(userId, trackIds);
    const before = await character.placedAt(current.id, trackIds);
    const moved = tracks.filter(({ trackId, analysedAtMs }) => before.get(trackId) !== analysedAtMs);
    const here = new Set(tracks.map(({ trackId }) => trackId));
    const gone = [...before.keys()].filter((trackId) => !here.has(trackId));
    if (moved.length + gone.length === 0) return 0;
    await character.place(current.id, placesOf(moved, current.model), gone);
    await character.addChanged(current.id, moved.length + gone.length);
    return moved.length;
  });
}

function placesOf(tracks: readonly MeasuredTrack[], model: CharacterModel): TrackPlace[] {
  return tracks.map(({ trackId, features, analysedAtMs }) => ({
    trackId,
    analysedAtMs,
    valence: features["valence"] ?? 0,
    arousal: features["arousal"] ?? 0,
    ...placeTrack(features, model),
  }));
}
