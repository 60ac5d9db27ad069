/** Spotify's list for the mood in force: play it, look at it, keep it as a private playlist, or ask for it anew. */
import { ListMusic, Play, RefreshCw, Save } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { SpotifyList, SpotifyStatus } from "../../../contracts/spotify.ts";
import type { Emotion } from "../../../core/affect/emotion.ts";
import { Button } from "../../design/button.tsx";
import { EmptyState } from "../../design/empty-state.tsx";
import { notify } from "../../design/notices-store.ts";
import { Panel } from "../../design/panel.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { agoText } from "../../services/time-words.ts";
import { useNow } from "../../services/use-now.ts";
import { moodWord } from "../mood-display/emotion-order.ts";
import { useFollowedEmotion } from "../services/followed-emotion.ts";
import { AgeNote } from "./age-note.tsx";
import styles from "./mood-list-panel.module.css";
import { queueSong } from "./queue-song.ts";
import { SpotifyLink } from "./spotify-link.tsx";
import { playable, playList, useSpotifyPlayback } from "./spotify-playback.ts";
import { useRefreshList, useSaveList, useSignIn, useSpotifyList } from "./spotify-queries.ts";
import { SpotifyTrackRow } from "./track-row.tsx";
import { TroubleBanner } from "./trouble-banner.tsx";
import { useSongUri } from "./use-song.ts";

const ORIGIN_WORDS = { playlist: "From", search: "Found by", saved: "From", top: "From" } as const;

function originText({ origin, originName }: SpotifyList["entries"][number]): string | null {
  if (origin === "saved") return "From your saved songs";
  if (origin === "top") return "One of your favourites";
  return originName === null ? null : `${ORIGIN_WORDS[origin]} “${originName}”`;
}

export function MoodListPanel({ status }: { status: SpotifyStatus }): ReactNode {
  const emotion = useFollowedEmotion();
  const list = useSpotifyList(emotion);
  const title = emotion === null ? "Your list" : `For ${moodWord(emotion).toLowerCase()}`;
  return (
    <Panel title={title} actions={<span className={styles.source}>Music by Spotify</span>}>
      {emotion === null ? (
        <EmptyState icon={<ListMusic size={30} />} title="No mood yet">
          <p>Say how you feel above, and the list is here.</p>
        </EmptyState>
      ) : list.isError && list.data === undefined ? (
        <TroubleBanner error={list.error} onRetry={() => void list.refetch()} />
      ) : list.data === undefined ? (
        <EmptyState icon={<Spinner />} title="Asking Spotify">
          <p>One moment.</p>
        </EmptyState>
      ) : (
        <Songs emotion={emotion} list={list.data} status={status} />
      )}
    </Panel>
  );
}

const SHOWN_AT_FIRST = 12;

interface SongsProps {
  emotion: Emotion;
  list: SpotifyList;
  status: SpotifyStatus;
}

function Songs({ emotion, list, status }: SongsProps): ReactNode {
  const song = useSongUri();
  const [all, setAll] = useState(false);
  const tracks = list.entries.map(({ track }) => track);
  const shown = all ? list.entries : list.entries.slice(0, SHOWN_AT_FIRST);
  return (
    <>
      <AgeNote fetched={list} />
      {list.note === null ? null : <p className={styles.note}>{list.note}</p>}
      {list.entries.length === 0 ? (
        <EmptyState icon={<ListMusic size={30} />} title="Nothing for this mood yet">
          <p>Put one of your playlists on this mood's shelf, below.</p>
        </EmptyState>
      ) : (
        <>
          <Actions emotion={emotion} list={list} status={status} anyPlayable={playable(tracks).length > 0} />
          <ul aria-label="Songs for your mood">
            {shown.map((entry) => (
              <SpotifyTrackRow
                key={entry.track.uri}
                track={entry.track}
                origin={originText(entry)}
                current={entry.track.uri === song}
                onPlay={() => void playList(list, entry.track)}
                onEnqueue={() => void queueSong(entry.track)}
              />
            ))}
          </ul>
          {shown.length < list.entries.length ? (
            <Button className={styles.more} size="small" onClick={() => setAll(true)}>
              Show all {list.entries.length}
            </Button>
          ) : null}
        </>
      )}
    </>
  );
}

function Actions({ emotion, list, status, anyPlayable }: SongsProps & { anyPlayable: boolean }): ReactNode {
  const refresh = useRefreshList(emotion);
  const busy = useSpotifyPlayback((state) => state.busy);
  const maySteer = status.allowed.includes("devices") || status.allowed.includes("player");
  const signIn = useSignIn();
  const play = (): void => {
    if (maySteer) void playList(list);
    else signIn.mutate([...new Set([...status.allowed, "devices" as const, "player" as const])]);
  };
  return (
    <>
      <div className={styles.actions}>
        <Button
          variant="primary"
          icon={<Play size={18} fill="currentColor" aria-hidden="true" />}
          disabled={!anyPlayable}
          busy={busy || signIn.isPending}
          onClick={play}
        >
          {maySteer ? "Play this list" : "Allow playing at Spotify"}
        </Button>
        <SaveButton emotion={emotion} list={list} status={status} />
        <Button
          size="small"
          variant="quiet"
          busy={refresh.isPending}
          icon={<RefreshCw size={16} aria-hidden="true" />}
          onClick={() => refresh.mutate()}
        >
          Ask Spotify again
        </Button>
      </div>
      {refresh.isError ? <TroubleBanner error={refresh.error} /> : null}
      {signIn.isError ? <TroubleBanner error={signIn.error} /> : null}
    </>
  );
}

function SaveButton({ emotion, list, status }: SongsProps): ReactNode {
  const save = useSaveList(emotion);
  const signIn = useSignIn();
  const now = useNow(30_000);
  const run = (): void => {
    if (!status.allowed.includes("save")) signIn.mutate([...new Set([...status.allowed, "save" as const])]);
    else {
      save.mutate(undefined, {
        onSuccess: ({ name, tracks, refreshed }) =>
          notify({
            tone: "good",
            text: refreshed
              ? `“${name}” at Spotify now holds these ${tracks} songs.`
              : `Saved as the private playlist “${name}”, ${tracks} songs.`,
          }),
      });
    }
  };
  const label = !status.allowed.includes("save")
    ? "Allow saving at Spotify"
    : list.saved === null
      ? "Save as private playlist"
      : "Refresh the saved playlist";
  return (
    <>
      <Button
        size="small"
        busy={save.isPending || signIn.isPending}
        icon={<Save size={16} aria-hidden="true" />}
        onClick={run}
      >
        {label}
      </Button>
      {list.saved === null ? null : (
        <span className={styles.saved}>
          Saved {agoText(list.saved.savedAtMs, now)} <SpotifyLink href={list.saved.url} what="the saved playlist" />
        </span>
      )}
      {save.isError ? <TroubleBanner error={save.error} /> : null}
    </>
  );
}
