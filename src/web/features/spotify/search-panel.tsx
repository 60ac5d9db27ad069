/** Looking for songs at Spotify by words, ten at a time as Spotify gives them. */
import { Search } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "../../design/button.tsx";
import { EmptyState } from "../../design/empty-state.tsx";
import { Panel } from "../../design/panel.tsx";
import { TextField } from "../../design/text-field.tsx";
import { queueSong } from "./queue-song.ts";
import styles from "./search-panel.module.css";
import { playTracks } from "./spotify-playback.ts";
import { useSpotifySearch } from "./spotify-queries.ts";
import { SpotifyTrackRow } from "./track-row.tsx";
import { TroubleBanner } from "./trouble-banner.tsx";
import { useSongUri } from "./use-song.ts";

/** Asked when the words are sent, not with every letter: each search is a request to Spotify. */
export function SearchPanel(): ReactNode {
  const [typed, setTyped] = useState("");
  const [query, setQuery] = useState("");
  const found = useSpotifySearch(query);
  const song = useSongUri();
  const tracks = found.data?.pages.flatMap((page) => page.tracks) ?? [];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setQuery(typed.trim());
  };
  return (
    <Panel title="Search Spotify">
      <form className={styles.form} onSubmit={submit}>
        <TextField
          className={styles.field}
          type="search"
          label="Search Spotify's songs"
          hideLabel
          placeholder="Words, genre:soul, year:1990-1999"
          icon={<Search size={18} aria-hidden="true" />}
          maxLength={200}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit" busy={found.isFetching && !found.isFetchingNextPage}>
          Search
        </Button>
      </form>
      {found.isError ? <TroubleBanner error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isSuccess && tracks.length === 0 ? (
        <EmptyState icon={<Search size={28} />} title="Nothing found">
          <p>Spotify knows no song for “{query}”.</p>
        </EmptyState>
      ) : null}
      <ul aria-label="Songs found at Spotify">
        {tracks.map((track, place) => (
          <SpotifyTrackRow
            // A song may come up twice.
            // oxlint-disable-next-line react/no-array-index-key
            key={`${place} ${track.uri}`}
            track={track}
            origin={null}
            current={track.uri === song}
            onPlay={() => void playTracks({ emotion: null, tracks }, track)}
            onEnqueue={() => void queueSong(track)}
          />
        ))}
      </ul>
      {found.hasNextPage ? (
        <Button
          className={styles.more}
          size="small"
          busy={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
    </Panel>
  );
}
