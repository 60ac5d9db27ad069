/** Apple's catalogue by words; once signed in, the listener's library and playlists too. */
import { Search } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { Panel } from "../../design/panel.tsx";
import { Segmented } from "../../design/segmented.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { TextField } from "../../design/text-field.tsx";
import { type SongPlace, useApplePlaylists, useAppleSongs } from "./apple-music-queries.ts";
import { playSongs, useCurrentSong } from "./play-songs.ts";
import { SongRow } from "./song-row.tsx";
import styles from "./songs.module.css";

type Shown = SongPlace["kind"];

const SHOWN = [
  { value: "catalogue", label: "Catalogue" },
  { value: "library", label: "Library" },
  { value: "playlist", label: "Playlists" },
] as const;

export function SongSearch({ signedIn }: { signedIn: boolean }): ReactNode {
  const [chosen, choose] = useState<Shown>("catalogue");
  const [typed, setTyped] = useState("");
  const [query, setQuery] = useState("");
  const [playlist, setPlaylist] = useState<string | null>(null);
  const shown = signedIn ? chosen : "catalogue";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setQuery(typed.trim());
  };
  return (
    <Panel
      title="Search Apple Music"
      actions={
        signedIn ? <Segmented label="Where to look" value={shown} options={SHOWN} onChange={choose} /> : undefined
      }
    >
      {shown === "catalogue" ? (
        <form className={styles.form} onSubmit={submit}>
          <TextField
            className={styles.field}
            type="search"
            label="Search Apple Music's songs"
            hideLabel
            placeholder="Words"
            icon={<Search size={18} aria-hidden="true" />}
            maxLength={200}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit">Search</Button>
        </form>
      ) : null}
      {shown === "playlist" ? <Playlists chosen={playlist} onChoose={setPlaylist} /> : null}
      <Songs place={placeOf(shown, query, playlist)} />
    </Panel>
  );
}

function placeOf(shown: Shown, query: string, playlist: string | null): SongPlace | null {
  if (shown === "catalogue") return query === "" ? null : { kind: "catalogue", query };
  if (shown === "library") return { kind: "library" };
  return playlist === null ? null : { kind: "playlist", id: playlist };
}

function Playlists({ chosen, onChoose }: { chosen: string | null; onChoose: (id: string) => void }): ReactNode {
  const playlists = useApplePlaylists(true);
  const all = playlists.data?.pages.flatMap((page) => page.playlists) ?? [];
  if (playlists.isError) return <Banner tone="error">{errorMessage(playlists.error)}</Banner>;
  if (playlists.isPending) return <Spinner />;
  return (
    <div className={styles.playlists}>
      {all.length === 0 ? <p className={styles.note}>There is no playlist in your library yet.</p> : null}
      {all.map(({ id, name }) => (
        <Button key={id} size="small" aria-pressed={id === chosen} onClick={() => onChoose(id)}>
          {name}
        </Button>
      ))}
      {playlists.hasNextPage ? (
        <Button size="small" variant="quiet" onClick={() => void playlists.fetchNextPage()}>
          More playlists
        </Button>
      ) : null}
    </div>
  );
}

function Songs({ place }: { place: SongPlace | null }): ReactNode {
  const found = useAppleSongs(place);
  const current = useCurrentSong();
  const songs = found.data?.pages.flatMap((page) => page.songs) ?? [];
  if (place === null) return null;
  if (found.isPending) return <Spinner />;
  return (
    <>
      {found.isError ? <Banner tone="error">{errorMessage(found.error)}</Banner> : null}
      {found.isSuccess && songs.length === 0 ? <p className={styles.note}>Nothing found.</p> : null}
      <ul aria-label="Songs found at Apple Music">
        {songs.map((song, index) => (
          <SongRow
            // A song may come up twice.
            // oxlint-disable-next-line react/no-array-index-key
            key={`${index} ${song.id}`}
            song={song}
            reason={null}
            current={song.id === current}
            onPlay={() => playSongs(songs, song)}
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
    </>
  );
}
