/** Shows the library as a map of what sounds alike. Drawing it is the business of library-work/. */
import type { LibraryMap, MapTracks, MapTracksQuery } from "../../contracts/library-map.ts";
import { centreOnMap, mapAxes } from "../../core/library/character.ts";
import { MoodSyncError } from "../../core/errors.ts";
import type { Storage } from "../db/storage.ts";
import type { LibraryWork } from "./library-work/library-work.ts";

export interface LibraryMapService {
  get(options: { points: number }): Promise<LibraryMap>;
  /** @throws MoodSyncError `map.not-ready`, `cluster.not-found` */
  tracks(query: MapTracksQuery): Promise<MapTracks>;
}

export interface LibraryMapDependencies {
  storage: Storage;
  userId: number;
  work: LibraryWork;
}

export function createLibraryMapService({ storage, userId, work }: LibraryMapDependencies): LibraryMapService {
  return {
    async get({ points }) {
      const current = await storage.character.find(userId, "current");
      const updating = await work.isBehind("character");
      if (!current) {
        const { playable } = await storage.tracks.count(userId);
        const state = playable === 0 ? "empty" : "computing";
        return { state, updating, computedAtMs: null, trackCount: 0, axes: null, clusters: [], points: [] };
      }
      const { id, model, fittedAtMs } = current;
      const totals = new Map((await storage.character.totals(id)).map((total) => [total.clusterId, total]));
      const clusters = model.clusters.flatMap((cluster) => {
        const { tracks = 0, valence = 0, arousal = 0 } = totals.get(cluster.id) ?? {};
        const { name, words, genre } = cluster;
        const centre = centreOnMap(cluster, model);
        return tracks === 0 ? [] : [{ id: cluster.id, name, words, genre, count: tracks, ...centre, valence, arousal }];
      });
      const trackCount = clusters.reduce((sum, { count }) => sum + count, 0);
      return {
        state: trackCount === 0 ? "empty" : "ready",
        updating,
        computedAtMs: fittedAtMs,
        trackCount,
        axes: mapAxes(model),
        clusters: clusters.sort((a, b) => b.count - a.count || a.id - b.id),
        points: await storage.character.points(id, points),
      };
    },
    async tracks({ cluster, left = -1, right = 1, bottom = -1, top = 1, limit, offset }) {
      const current = await storage.character.find(userId, "current");
      if (!current) {
        throw new MoodSyncError("map.not-ready", "The map of the library is not drawn yet.", { kind: "conflict" });
      }
      if (cluster !== undefined && !current.model.clusters.some(({ id }) => id === cluster)) {
        throw new MoodSyncError("cluster.not-found", "There is no such group on the map.", { kind: "not-found" });
      }
      // One more than asked for tells whether another page follows.
      const page = { limit: limit + 1, offset };
      const ids =
        cluster === undefined
          ? await storage.character.inBox(current.id, { left, right, bottom, top }, page)
          : await storage.character.ofCluster(current.id, cluster, page);
      const tracks = new Map(
        (await storage.tracks.findMany(userId, ids.slice(0, limit))).map((track) => [track.id, track]),
      );
      return { tracks: ids.slice(0, limit).flatMap((id) => tracks.get(id) ?? []), hasMore: ids.length > limit };
    },
  };
}
