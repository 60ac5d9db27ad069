/** Which playlists belong to which mood: a start proposed from their names, changed by drag or by keys, kept when said so. */
import { Check, RotateCcw } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { SpotifyMoods, SpotifyPlaylist, SpotifyPlaylistList } from "../../../contracts/spotify.ts";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { notify } from "../../design/notices-store.ts";
import { Panel } from "../../design/panel.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { AgeNote } from "./age-note.tsx";
import styles from "./mood-map-panel.module.css";
import { MoodShelves, type ShelfCard } from "./mood-shelves.tsx";
import { mapOf, type Placement, placementOf } from "./shelf-order.ts";
import { SpotifyLink } from "./spotify-link.tsx";
import { useSetMoods, useSpotifyMoods, useSpotifyPlaylists } from "./spotify-queries.ts";
import { TroubleBanner } from "./trouble-banner.tsx";

export function MoodMapPanel(): ReactNode {
  const playlists = useSpotifyPlaylists(true);
  const moods = useSpotifyMoods(true);
  const error = playlists.data === undefined ? playlists.error : moods.data === undefined ? moods.error : null;
  return (
    <Panel title="Your playlists and your moods">
      {error === null ? null : (
        <TroubleBanner
          error={error}
          onRetry={() => {
            void playlists.refetch();
            void moods.refetch();
          }}
        />
      )}
      {playlists.data !== undefined && moods.data !== undefined ? (
        <MapEditor playlists={playlists.data} moods={moods.data} />
      ) : error === null ? (
        <Spinner />
      ) : null}
    </Panel>
  );
}

function cardOf({ id, name, artUrl, tracks }: SpotifyPlaylist): ShelfCard {
  return { id, name, imageUrl: artUrl, note: tracks === null ? "" : `${tracks} song${tracks === 1 ? "" : "s"}` };
}

function MapEditor({ playlists, moods }: { playlists: SpotifyPlaylistList; moods: SpotifyMoods }): ReactNode {
  const set = useSetMoods();
  const usable = playlists.playlists.filter(({ readable }) => readable);
  const closed = playlists.playlists.length - usable.length;
  const ids = usable.map(({ id }) => id);
  const [draft, setDraft] = useState<Placement | null>(null);
  const placement = draft ?? placementOf(ids, moods.map);
  const keep = (): void =>
    set.mutate(mapOf(ids, placement), {
      onSuccess: () => {
        setDraft(null);
        notify({ text: "Your moods' playlists are kept.", tone: "good" });
      },
    });
  if (usable.length === 0) {
    return (
      <Banner tone="info" title="No playlist of your own yet">
        <p>
          Make one at Spotify for each mood that matters to you, then ask again. Until then songs are searched by words.{" "}
          <SpotifyLink href="https://open.spotify.com" />
        </p>
      </Banner>
    );
  }
  return (
    <>
      <p className={styles.about}>
        Say which of your playlists fit which mood. Drag one by its handle, choose from its list, or press Space on the
        handle and carry it with the arrow keys.
      </p>
      {moods.proposed ? (
        <Banner tone="info" title="This is a proposal">
          <p>It was made from your playlists' names alone. Change what does not fit, then keep it.</p>
        </Banner>
      ) : null}
      <AgeNote fetched={playlists} />
      <MoodShelves
        cards={usable.map(cardOf)}
        placement={placement}
        onMove={(id, shelf) => setDraft({ ...placement, [id]: shelf })}
      />
      {closed === 0 ? null : (
        <p className={styles.about}>
          {closed} playlist{closed === 1 ? "" : "s"} of other people {closed === 1 ? "is" : "are"} left out: Spotify
          shows apps the songs of your own playlists alone.
        </p>
      )}
      {playlists.total > playlists.playlists.length ? (
        <p className={styles.about}>
          The first {playlists.playlists.length} of {playlists.total} playlists are shown.
        </p>
      ) : null}
      {set.isError ? <Banner tone="error">{errorMessage(set.error)}</Banner> : null}
      <div className={styles.actions}>
        <Button
          variant={draft !== null || moods.proposed ? "primary" : "soft"}
          disabled={draft === null && !moods.proposed}
          busy={set.isPending}
          icon={<Check size={18} aria-hidden="true" />}
          onClick={keep}
        >
          {draft === null && !moods.proposed ? "Kept" : "Keep this"}
        </Button>
        {draft === null ? null : (
          <Button variant="quiet" icon={<RotateCcw size={16} aria-hidden="true" />} onClick={() => setDraft(null)}>
            Undo changes
          </Button>
        )}
      </div>
    </>
  );
}
