/** The Apple Music API's answers, read leniently: what cannot be used costs that entry, never the page. */
import { z } from "zod";
import type { AppleMusicSong } from "../../contracts/apple-music.ts";
import { cleanText } from "../local/clean-text.ts";

const Text = z.unknown().optional().transform(cleanText);
const WebAddress = z
  .url({ protocol: /^https$/ })
  .nullish()
  .catch(null);
const Words = z
  .unknown()
  .optional()
  .transform((value): string[] => (Array.isArray(value) ? value.map(cleanText).filter((word) => word !== null) : []));
const Length = z.number().int().nonnegative().nullish().catch(null);

const ArtworkSchema = z.object({ url: z.string(), width: z.number().nullish(), height: z.number().nullish() });

const SongSchema = z.object({
  id: z.string().min(1).max(200),
  type: z.enum(["songs", "library-songs"]),
  attributes: z.object({
    name: Text,
    artistName: Text,
    albumName: Text,
    durationInMillis: Length,
    isrc: Text,
    genreNames: Words,
    url: WebAddress,
    artwork: ArtworkSchema.nullish().catch(null),
    playParams: z.object({}).nullish().catch(null),
    previews: z
      .array(z.object({ url: WebAddress }))
      .nullish()
      .catch(null),
  }),
});

const PlaylistSchema = z.object({
  id: z.string().min(1).max(200),
  attributes: z.object({
    name: Text,
    description: z.object({ standard: Text }).nullish().catch(null),
  }),
});

/** A page of anything: entries that do not fit are dropped; `next` says that there are more. */
export const PageSchema = z.object({ data: z.array(z.unknown()).catch([]), next: z.string().nullish().catch(null) });

export const SearchSchema = z.object({
  results: z.object({ songs: PageSchema.nullish().catch(null) }).catch({ songs: null }),
});

export const StorefrontSchema = z.object({ data: z.array(z.object({ id: z.string().regex(/^[a-z]{2,3}$/) })).min(1) });

const LARGEST_ART_PX = 600;

/** @param signedIn whether the listener is, without which only previews are heard */
export function toSongs(entries: readonly unknown[], signedIn: boolean): AppleMusicSong[] {
  return entries.flatMap((entry) => {
    const parsed = SongSchema.safeParse(entry);
    return parsed.success ? [toSong(parsed.data, signedIn)] : [];
  });
}

export function toPlaylists(entries: readonly unknown[]): { id: string; name: string; description: string | null }[] {
  return entries.flatMap((entry) => {
    const parsed = PlaylistSchema.safeParse(entry);
    if (!parsed.success) return [];
    const { id, attributes } = parsed.data;
    return [{ id, name: attributes.name ?? id, description: attributes.description?.standard ?? null }];
  });
}

function toSong({ id, type, attributes }: z.output<typeof SongSchema>, signedIn: boolean): AppleMusicSong {
  const { name, artistName, albumName, durationInMillis, isrc, genreNames, url, previews, playParams } = attributes;
  const previewUrl = previews?.find((preview) => preview.url)?.url ?? null;
  const playable = playParams !== null && playParams !== undefined;
  return {
    id,
    kind: type === "songs" ? "catalogue" : "library",
    title: name ?? id,
    artist: artistName,
    album: albumName,
    durationMs: durationInMillis ?? null,
    isrc,
    // Apple puts this one under everything.
    genres: genreNames.filter((genre) => genre !== "Music"),
    url: url ?? null,
    artwork: toArtwork(attributes.artwork),
    playback: playable && signedIn ? "full" : previewUrl === null ? "none" : "preview",
    previewUrl,
  };
}

/** Apple gives a pattern for the address, whole and uncropped at any size. */
function toArtwork(artwork: z.output<typeof ArtworkSchema> | null | undefined): AppleMusicSong["artwork"] {
  if (!artwork) return null;
  const [fullWidth, fullHeight] = [artwork.width ?? LARGEST_ART_PX, artwork.height ?? LARGEST_ART_PX];
  const scale = Math.min(1, LARGEST_ART_PX / Math.max(fullWidth, fullHeight, 1));
  const [width, height] = [Math.max(1, Math.round(fullWidth * scale)), Math.max(1, Math.round(fullHeight * scale))];
  const url = artwork.url.replace("{w}", String(width)).replace("{h}", String(height));
  return url.startsWith("https://") && !/[{}]/.test(url) ? { url, width, height } : null;
}
