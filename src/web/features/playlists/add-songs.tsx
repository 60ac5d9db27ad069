/** Puts songs into a playlist: searched as one types, added with a press. */
import { Plus, Search } from "lucide-react";
import { type ReactNode, useDeferredValue, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import type { Track } from "../../../contracts/tracks.ts";
import { api, errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { IconButton } from "../../design/button.tsx";
import { TextField } from "../../design/text-field.tsx";
import { TRACKS_KEY } from "../library/library-queries.ts";
import styles from "./add-songs.module.css";

const MOST_FOUND = 8;

export function AddSongs({ onAdd }: { onAdd: (track: Track) => void }): ReactNode {
  const [typed, setTyped] = useState("");
  const query = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: [...TRACKS_KEY, "to-add", query],
    queryFn: ({ signal }) => api.tracks({ query, limit: MOST_FOUND }, signal),
    enabled: query !== "",
    placeholderData: (before) => before,
  });
  const tracks = query === "" ? [] : (found.data?.tracks ?? []);
  return (
    <div className={styles.add}>
      <TextField
        type="search"
        label="Add songs"
        placeholder="Title, artist, album or genre"
        icon={<Search size={18} aria-hidden="true" />}
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {found.isError ? <Banner tone="error">{errorMessage(found.error)}</Banner> : null}
      {query !== "" && found.isSuccess && tracks.length === 0 ? (
        <p className={styles.none}>Nothing matches “{query}”.</p>
      ) : null}
      <ul className={styles.found} aria-label="Songs to add">
        {tracks.map((track) => (
          <li key={track.id} className={styles.row}>
            <span className={styles.words}>
              <span className={styles.title}>{track.title}</span>
              <span className={styles.artist}>{track.artist ?? "Unknown artist"}</span>
            </span>
            <IconButton
              size="small"
              label={`Add ${track.title}`}
              icon={<Plus size={17} aria-hidden="true" />}
              onClick={() => onAdd(track)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
