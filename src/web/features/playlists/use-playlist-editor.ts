/**
 * Edits a playlist and sends what changed, one request at a time and never on an outdated version: where it was changed
 * elsewhere meanwhile, nothing is overwritten and the listener is asked to load it again.
 */
import { useEffect, useRef, useState } from "react";
import type { Playlist } from "../../../contracts/playlists.ts";
import { ApiError, errorMessage } from "../../api-client.ts";
import { type EditedList, editedList, trackIdsOf } from "./edited-list.ts";
import { playlistsApi } from "./playlists-api.ts";

/** Moves that follow each other faster than this are sent together. */
const SETTLE_MS = 600;

export interface PlaylistEditor {
  list: EditedList;
  name: string;
  /** Kept, about to be, changed by somebody else, or refused with this sentence. */
  state: "kept" | "sending" | "conflict" | { refused: string };
  edit: (change: (list: EditedList) => EditedList) => void;
  rename: (name: string) => void;
  /** Sends again what was refused. */
  retry: () => void;
}

interface Pending {
  list: EditedList | null;
  name: string | null;
}

/** @param onKept called after each change that was kept */
export function usePlaylistEditor(playlist: Playlist, onKept: () => void): PlaylistEditor {
  const [list, setList] = useState(() => editedList(playlist));
  const [name, setName] = useState(playlist.name ?? "Playlist");
  const [state, setState] = useState<PlaylistEditor["state"]>("kept");
  /** An "Undo" may be pressed long after it was drawn: every edit goes on from the list as it is by then. */
  const latest = useRef(list);
  const conflicted = useRef(false);
  const version = useRef(playlist.version);
  const pending = useRef<Pending>({ list: null, name: null });
  const sending = useRef(false);
  const timer = useRef<number | undefined>(undefined);

  async function send(): Promise<void> {
    const { list: songs, name: newName } = pending.current;
    if (sending.current || (songs === null && newName === null)) return;
    sending.current = true;
    pending.current = { list: null, name: null };
    try {
      const kept = await playlistsApi.change(playlist.id, {
        version: version.current,
        ...(songs === null ? {} : { trackIds: trackIdsOf(songs) }),
        ...(newName === null ? {} : { name: newName }),
      });
      version.current = kept.version;
      setState("kept");
      onKept();
    } catch (error) {
      // What was not kept stays to be sent, unless it was changed again meanwhile.
      pending.current = { list: pending.current.list ?? songs, name: pending.current.name ?? newName };
      const conflict = error instanceof ApiError && error.code === "playlist.changed";
      conflicted.current = conflict;
      setState(conflict ? "conflict" : { refused: errorMessage(error) });
      return;
    } finally {
      sending.current = false;
    }
    await send();
  }

  const soon = (): void => {
    if (conflicted.current) return;
    setState("sending");
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void send(), SETTLE_MS);
  };
  const flush = useRef(send);
  useEffect(() => {
    flush.current = send;
  });
  useEffect(
    () => () => {
      // Whoever leaves at once after a change has still made it.
      window.clearTimeout(timer.current);
      void flush.current();
    },
    [],
  );

  return {
    list,
    name,
    state,
    edit: (change) => {
      const next = change(latest.current);
      if (next === latest.current) return;
      latest.current = next;
      setList(next);
      pending.current.list = next;
      soon();
    },
    rename: (newName) => {
      setName(newName);
      pending.current.name = newName;
      soon();
    },
    retry: () => void send(),
  };
}
