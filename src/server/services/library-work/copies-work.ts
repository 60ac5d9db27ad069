/**
 * Finds copies of one recording among the tracks: names what is new, then compares each track once with those of its name
 * and those that sound like it. Every track is a transaction of its own, so that a kill costs at most one comparison.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import { groupCopies, type CopyPair } from "../../../core/library/group-copies.ts";
import { judgeCopies, type RecordingFacts } from "../../../core/library/judge-copies.ts";
import { recordingKey } from "../../../core/library/recording-key.ts";
import type { ComparedTrack } from "../../db/repositories/copy-repository.ts";
import type { Repositories, Storage } from "../../db/storage.ts";

/** Raised whenever the same tracks give other names or pairs: all are then named and compared anew. */
export const COPIES_VERSION = 1;

export interface WorkContext {
  storage: Storage;
  userId: number;
  signal: AbortSignal;
  /** Told of every step, with the tracks whose group changed. */
  onStep: (trackIds: readonly number[]) => void;
}

/** Ids looked through for unnamed tracks in one statement. */
const NAMING_STRIDE = 5000;
const NAMING_BATCH = 500;
const COMPARING_BATCH = 50;
/** More of one name are not compared: a name such as "Intro" of an unnamed artist says nothing. */
const MOST_OF_A_NAME = 60;
/** So many of those that share most keys are laid upon the track; true copies are among the first. */
const MOST_ALIKE = 40;

/** Names and compares all that is to be; how many tracks were compared. */
export async function findCopies(context: WorkContext): Promise<number> {
  await nameTracks(context);
  await letGoOfRemoved(context);
  const { storage, userId, signal } = context;
  let compared = 0;
  for (;;) {
    const open = await storage.copies.open(userId, COMPARING_BATCH);
    for (const trackId of open) {
      signal.throwIfAborted();
      const touched = await storage.inTransaction((repositories) => compareTrack(repositories, userId, trackId));
      compared += 1;
      context.onStep(touched);
      await nextTurn();
    }
    if (open.length < COMPARING_BATCH) return compared;
  }
}

async function nameTracks({ storage, userId, signal }: WorkContext): Promise<void> {
  const highest = await storage.copies.highestTrackId(userId);
  for (let after = 0; after < highest; after += NAMING_STRIDE) {
    signal.throwIfAborted();
    const unnamed = await storage.copies.unnamed(userId, COPIES_VERSION, after, after + NAMING_STRIDE);
    for (let start = 0; start < unnamed.length; start += NAMING_BATCH) {
      const named = unnamed.slice(start, start + NAMING_BATCH).map(({ trackId, title, artist }) => ({
        trackId,
        recordingKey: recordingKey({ title, artist }),
      }));
      await storage.inTransaction(({ copies }) => copies.name(userId, COPIES_VERSION, named));
      await nextTurn();
    }
    await nextTurn();
  }
}

/** A file that is gone leaves its group; it is named and compared anew should it come back. */
async function letGoOfRemoved({ storage, userId, signal, onStep }: WorkContext): Promise<void> {
  for (const trackId of await storage.copies.removed(userId)) {
    signal.throwIfAborted();
    const touched = await storage.inTransaction(async (repositories) => {
      const regrouped = await compareTrack(repositories, userId, trackId);
      await repositories.copies.forgetNames(userId, [trackId]);
      return regrouped;
    });
    onStep(touched);
  }
}

/** Compares one track with all that may be its copies; gives the tracks whose group changed. */
async function compareTrack(repositories: Repositories, userId: number, trackId: number): Promise<number[]> {
  const { copies } = repositories;
  const pairs = await pairsOf(repositories, userId, trackId);
  const involved = await copies.setPairs(userId, trackId, pairs);
  return involved.length === 0 ? [] : await regroup(repositories, userId, [trackId, ...involved]);
}

async function pairsOf(repositories: Repositories, userId: number, trackId: number): Promise<CopyPair[]> {
  const { copies, fingerprints } = repositories;
  const [own] = await copies.facts(userId, [trackId]);
  if (!own) return [];
  const words = (await fingerprints.find(userId, [trackId])).get(trackId) ?? null;
  const others = new Set(
    own.recordingKey === null ? [] : await copies.sameName(userId, own.recordingKey, MOST_OF_A_NAME),
  );
  if (words) {
    const sound = { words, durationMs: own.durationMs };
    for (const other of await fingerprints.alike(userId, sound, MOST_ALIKE)) others.add(other);
  }
  others.delete(trackId);
  const facts = await copies.facts(userId, [...others]);
  const sounds = await fingerprints.find(
    userId,
    facts.map((other) => other.trackId),
  );
  const self = toRecording(own, words);
  return facts.flatMap((other) => {
    const likeness = judgeCopies(self, toRecording(other, sounds.get(other.trackId) ?? null));
    return likeness ? [{ a: trackId, b: other.trackId, ...likeness }] : [];
  });
}

/** Groups anew all that hangs together with these tracks; gives those for which something changed. */
export async function regroup(
  { copies }: Repositories,
  userId: number,
  trackIds: readonly number[],
): Promise<number[]> {
  const component = await copies.connected(userId, trackIds);
  const facts = await copies.facts(userId, component.trackIds);
  const notSame = await copies.notSame(userId, component.trackIds);
  return await copies.setGroups(userId, component.trackIds, groupCopies(facts, component.pairs, notSame));
}

function toRecording(
  { recordingKey: key, durationMs }: ComparedTrack,
  fingerprint: Uint32Array | null,
): RecordingFacts {
  return { key, durationMs, fingerprint };
}
