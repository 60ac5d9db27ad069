/** One playlist, open: hear it, put its songs in order, take some out and others in, name it, save it as a file, delete it. */
import { ArrowLeft, Download, Pencil, Play, RotateCw, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useLocation } from "wouter";
import type { Playlist } from "../../../contracts/playlists.ts";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { notify } from "../../design/notices-store.ts";
import { Panel } from "../../design/panel.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { VisuallyHidden } from "../../design/visually-hidden.tsx";
import { playerStore } from "../../playback/player-store.ts";
import { downloadFrom } from "../compose/piece-file.ts";
import { playlistExportUrl } from "../exchange/exchange-api.ts";
import { LIBRARY_PATHS } from "../library/library-pages.ts";
import { AddSongs } from "./add-songs.tsx";
import { type EditedSong, withAdded, withMoved, without } from "./edited-list.ts";
import { MissingSongs } from "./missing-songs.tsx";
import { NameForm } from "./name-form.tsx";
import { savePlaylistFile } from "./playlist-file.ts";
import styles from "./playlist-editor.module.css";
import { PlaylistSong } from "./playlist-song.tsx";
import { listFacts } from "./playlist-words.ts";
import { useDeletePlaylist, usePlaylist, useRefreshPlaylists } from "./playlists-queries.ts";
import { type PlaylistEditor, usePlaylistEditor } from "./use-playlist-editor.ts";
import { useRowDrag } from "./use-row-drag.ts";

export function OpenPlaylist({ id }: { id: number }): ReactNode {
  const playlist = usePlaylist(id);
  const [, go] = useLocation();
  const back = (
    <Button
      size="small"
      variant="quiet"
      icon={<ArrowLeft size={16} aria-hidden="true" />}
      onClick={() => go(LIBRARY_PATHS.playlists)}
    >
      All playlists
    </Button>
  );
  return (
    <div className={styles.page}>
      <div>{back}</div>
      {playlist.isPending ? <Spinner /> : null}
      {playlist.isError ? <Banner tone="error">{errorMessage(playlist.error)}</Banner> : null}
      {playlist.data === undefined ? null : (
        // Made anew with every version that is loaded, so that it never mixes two of them.
        <Editor
          key={`${playlist.data.id}-${playlist.dataUpdatedAt}`}
          playlist={playlist.data}
          onReload={() => void playlist.refetch()}
        />
      )}
    </div>
  );
}

function playFrom(songs: readonly EditedSong[], place: number): void {
  playerStore.getState().playTracks(songs.slice(place).map(({ track }) => track));
}

function Editor({ playlist, onReload }: { playlist: Playlist; onReload: () => void }): ReactNode {
  const refresh = useRefreshPlaylists();
  const editor = usePlaylistEditor(playlist, () => void refresh());
  const { list, name, edit } = editor;
  const [said, say] = useState("");
  const move = (song: EditedSong, to: number): void => {
    edit((before) => withMoved(before, song.key, to));
    say(`${song.track.title} is now ${to + 1} of ${list.songs.length}.`);
  };
  const drag = useRowDrag((key, place) => edit((before) => withMoved(before, key, place)));
  const remove = (song: EditedSong, place: number): void => {
    edit((before) => without(before, song.key));
    notify({
      text: `“${song.track.title}” was taken out.`,
      action: { label: "Undo", run: () => edit((before) => withAdded(before, song.track, place)) },
    });
  };
  return (
    <Panel title={name} actions={<Keeping editor={editor} />}>
      <Troubles editor={editor} onReload={onReload} />
      <p className={styles.facts}>{listFacts(list.songs.map(({ track }) => track))}</p>
      <Actions id={playlist.id} editor={editor} />
      <ol className={styles.songs} aria-label={`Songs of ${name}`}>
        {list.songs.map((song, place) => (
          <PlaylistSong
            key={song.key}
            song={song}
            place={place}
            isLast={place === list.songs.length - 1}
            carried={drag.carried === song.key}
            onPlay={() => playFrom(list.songs, place)}
            onTake={(event) => drag.take(song.key, event)}
            onMove={(to) => move(song, to)}
            onRemove={() => remove(song, place)}
          />
        ))}
      </ol>
      {list.songs.length === 0 ? <p className={styles.facts}>No song is in it. Add some below.</p> : null}
      <MissingSongs id={playlist.id} onFound={onReload} />
      <AddSongs
        onAdd={(track) => {
          edit((before) => withAdded(before, track));
          say(`${track.title} was added.`);
        }}
      />
      <VisuallyHidden>
        <output>{said}</output>
      </VisuallyHidden>
    </Panel>
  );
}

function Keeping({ editor: { state } }: { editor: PlaylistEditor }): ReactNode {
  const word = state === "kept" ? "All changes are kept" : state === "sending" ? "Keeping …" : "Not kept";
  return <output className={styles.facts}>{word}</output>;
}

function Troubles({ editor, onReload }: { editor: PlaylistEditor; onReload: () => void }): ReactNode {
  const { state, retry } = editor;
  if (state === "conflict") {
    return (
      <Banner
        tone="warning"
        title="This playlist was changed elsewhere meanwhile."
        actions={
          <Button size="small" variant="primary" icon={<RotateCw size={16} aria-hidden="true" />} onClick={onReload}>
            Load it again
          </Button>
        }
      >
        <p>Your last change was not kept, and nothing was overwritten. Load the playlist again, then repeat it.</p>
      </Banner>
    );
  }
  if (typeof state === "string") return null;
  return (
    <Banner
      tone="error"
      title="Your last change was not kept."
      actions={
        <Button size="small" onClick={retry}>
          Try again
        </Button>
      }
    >
      <p>{state.refused}</p>
    </Banner>
  );
}

function Actions({ id, editor }: { id: number; editor: PlaylistEditor }): ReactNode {
  const { list, name, rename } = editor;
  const [renaming, setRenaming] = useState(false);
  const remove = useDeletePlaylist();
  const [, go] = useLocation();
  if (renaming) {
    return (
      <NameForm
        label={`New name of ${name}`}
        send="Rename"
        name={name}
        onSend={(typed) => {
          rename(typed);
          setRenaming(false);
        }}
        onCancel={() => setRenaming(false)}
      />
    );
  }
  return (
    <div className={styles.actions}>
      <Button
        variant="primary"
        disabled={list.songs.length === 0}
        icon={<Play size={17} aria-hidden="true" />}
        onClick={() => playFrom(list.songs, 0)}
      >
        Play
      </Button>
      <Button icon={<Pencil size={16} aria-hidden="true" />} onClick={() => setRenaming(true)}>
        Rename
      </Button>
      <Button icon={<Download size={16} aria-hidden="true" />} onClick={() => void savePlaylistFile(id, name)}>
        Save as M3U
      </Button>
      <Button variant="quiet" onClick={() => downloadFrom(playlistExportUrl(id, "xspf"))}>
        XSPF
      </Button>
      <Button variant="quiet" onClick={() => downloadFrom(playlistExportUrl(id, "csv"))}>
        CSV
      </Button>
      <Button
        variant="danger"
        busy={remove.isPending}
        icon={<Trash2 size={16} aria-hidden="true" />}
        onClick={() => remove.mutate({ id, name }, { onSuccess: () => go(LIBRARY_PATHS.playlists) })}
      >
        Delete
      </Button>
    </div>
  );
}
