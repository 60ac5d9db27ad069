/** Keeps what plays and what comes next as a playlist. */
import { BookmarkPlus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { errorMessage } from "../../api-client.ts";
import { IconButton } from "../../design/button.tsx";
import { playerStore, usePlayerStore } from "../../playback/player-store.ts";
import { currentEntry, upcomingEntries } from "../../playback/queue.ts";
import { originName } from "../player/origin-name.ts";
import { NameForm } from "./name-form.tsx";
import { useSaveOwn } from "./playlists-queries.ts";

function queuedTracks(): number[] {
  const { queue } = playerStore.getState();
  const playing = currentEntry(queue);
  const entries = [...(playing === null ? [] : [playing]), ...upcomingEntries(queue)];
  return entries.filter((entry) => !entry.failed).map(({ track }) => track.id);
}

/** The mood of what comes, and the day: enough to find it again. */
function proposedName(): string {
  const { queue, current } = playerStore.getState();
  const origin = upcomingEntries(queue)[0]?.origin ?? current?.origin ?? null;
  const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long" }).format(Date.now());
  return origin === null ? day : `${originName(origin)}, ${day}`;
}

/** A button that turns into a form; nothing while there is nothing to keep. */
export function useSaveQueue(): { button: ReactNode; form: ReactNode } {
  const [naming, setNaming] = useState(false);
  const save = useSaveOwn();
  const isEmpty = usePlayerStore(({ queue, current }) => current === null && upcomingEntries(queue).length === 0);
  if (isEmpty) return { button: null, form: null };
  const button = (
    <IconButton
      variant="quiet"
      size="small"
      label="Keep as a playlist"
      aria-expanded={naming}
      icon={<BookmarkPlus size={19} aria-hidden="true" />}
      onClick={() => setNaming(!naming)}
    />
  );
  const form = naming ? (
    <NameForm
      label="Name of the playlist"
      send="Keep"
      name={proposedName()}
      busy={save.isPending}
      error={save.isError ? errorMessage(save.error) : null}
      onSend={(name) => save.mutate({ name, trackIds: queuedTracks() }, { onSuccess: () => setNaming(false) })}
      onCancel={() => setNaming(false)}
    />
  ) : null;
  return { button, form };
}
