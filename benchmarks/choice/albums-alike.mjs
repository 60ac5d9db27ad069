/** A library as record collections are: the songs of an album lie together and sound alike. */

/** Of the plane, and of an octave by half of it: how far songs of one album lie apart. */
const SPREAD = 0.12;

/** @param {readonly object[]} candidates changed into tracks like the first of their album */
export function albumsAlike(candidates) {
  const firsts = new Map();
  return candidates.map((track) => {
    const first = firsts.get(track.albumKey);
    if (track.albumKey === null || first === undefined) {
      firsts.set(track.albumKey, track);
      return track;
    }
    const off = SPREAD * (((track.trackId * 2_654_435_761) % 1000) / 1000 - 0.5);
    const { loudnessLufs, brightnessHz, onsetsPerSecond, dynamicRangeDb, tempoBpm } = first;
    const place = { valence: onPlane(first.valence + off), arousal: onPlane(first.arousal - off) };
    const sound = { loudnessLufs, brightnessHz, onsetsPerSecond, dynamicRangeDb };
    return { ...track, ...place, ...sound, tempoBpm: tempoBpm === null ? null : tempoBpm * (1 + off / 2) };
  });
}

function onPlane(coordinate) {
  return Math.max(-1, Math.min(1, coordinate));
}
