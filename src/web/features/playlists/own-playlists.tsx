/** The listener's own playlists: play one, or open it to change it. */
import { ListMusic, Play, Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Link, useLocation } from "wouter";
import type { PlaylistSummary } from "../../../contracts/playlists.ts";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button, IconButton } from "../../design/button.tsx";
import { EmptyState } from "../../design/empty-state.tsx";
import { notify } from "../../design/notices-store.ts";
import { Panel } from "../../design/panel.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { playerStore } from "../../playback/player-store.ts";
import { LIBRARY_PATHS } from "../library/library-pages.ts";
import { NameForm } from "./name-form.tsx";
import styles from "./own-playlists.module.css";
import { lengthText, songCount } from "./playlist-words.ts";
import { playlistsApi } from "./playlists-api.ts";
import { useOwnPlaylists, useSaveOwn } from "./playlists-queries.ts";

/** Fetches a list and plays it from its first song; what fails is said. */
export async function playKept(id: number, name: string): Promise<void> {
  try {
    const { entries } = await playlistsApi.get(id);
    playerStore.getState().playTracks(entries.map(({ track }) => track));
  } catch (error) {
    notify({ tone: "error", text: `“${name}” could not be fetched: ${errorMessage(error)}` });
  }
}

export function OwnPlaylists(): ReactNode {
  const kept = useOwnPlaylists();
  const playlists = kept.data?.pages.flatMap((page) => page.playlists) ?? [];
  return (
    <Panel title="My playlists" actions={<NewPlaylist />}>
      {kept.isError ? <Banner tone="error">{errorMessage(kept.error)}</Banner> : null}
      {kept.isPending ? <Spinner /> : null}
      {kept.isSuccess && playlists.length === 0 ? (
        <EmptyState icon={<ListMusic size={30} />} title="No playlist of your own yet">
          <p>Keep what is up next on the mood screen, copy a playlist of a mood, or make an empty one here.</p>
        </EmptyState>
      ) : null}
      <ul className={styles.list} aria-label="My playlists">
        {playlists.map((playlist) => (
          <OwnPlaylist key={playlist.id} playlist={playlist} />
        ))}
      </ul>
      {kept.hasNextPage ? (
        <Button className={styles.more} busy={kept.isFetchingNextPage} onClick={() => void kept.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </Panel>
  );
}

function OwnPlaylist({ playlist }: { playlist: PlaylistSummary }): ReactNode {
  const { id, tracks, durationMs } = playlist;
  const name = playlist.name ?? "Playlist";
  const facts = [songCount(tracks), lengthText(durationMs)].filter((part) => part !== null).join(" · ");
  return (
    <li className={styles.row}>
      <Link href={`${LIBRARY_PATHS.playlists}/${id}`} className={styles.open}>
        <span className={styles.name}>{name}</span>
        <span className={styles.facts}>{facts}</span>
      </Link>
      <IconButton
        label={`Play ${name}`}
        disabled={tracks === 0}
        icon={<Play size={18} aria-hidden="true" />}
        onClick={() => void playKept(id, name)}
      />
    </li>
  );
}

function NewPlaylist(): ReactNode {
  const [naming, setNaming] = useState(false);
  const save = useSaveOwn();
  const [, go] = useLocation();
  if (!naming) {
    return (
      <Button size="small" icon={<Plus size={16} aria-hidden="true" />} onClick={() => setNaming(true)}>
        New playlist
      </Button>
    );
  }
  return (
    <NameForm
      label="Name of the new playlist"
      send="Make it"
      name=""
      busy={save.isPending}
      error={save.isError ? errorMessage(save.error) : null}
      onSend={(name) =>
        save.mutate({ name, trackIds: [] }, { onSuccess: ({ id }) => go(`${LIBRARY_PATHS.playlists}/${id}`) })
      }
      onCancel={() => setNaming(false)}
    />
  );
}
