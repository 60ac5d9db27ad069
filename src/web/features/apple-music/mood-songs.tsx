/** Songs of Apple's catalogue for the mood in force, each with the reason it is there. */
import { ListMusic, Play } from "lucide-react";
import type { ReactNode } from "react";
import type { AppleMusicSong } from "../../../contracts/apple-music.ts";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { EmptyState } from "../../design/empty-state.tsx";
import { Panel } from "../../design/panel.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { agoText } from "../../services/time-words.ts";
import { useNow } from "../../services/use-now.ts";
import { moodWord } from "../mood-display/emotion-order.ts";
import { useFollowedEmotion } from "../services/followed-emotion.ts";
import { useAppleList } from "./apple-music-queries.ts";
import styles from "./songs.module.css";
import { SongRow } from "./song-row.tsx";
import { playSongs, useCurrentSong } from "./play-songs.ts";

export function MoodSongs(): ReactNode {
  const emotion = useFollowedEmotion();
  const list = useAppleList(emotion);
  const now = useNow(30_000);
  const current = useCurrentSong();
  const songs: readonly AppleMusicSong[] = list.data?.entries.map(({ song }) => song) ?? [];
  return (
    <Panel
      title={emotion === null ? "Songs for your mood" : `For ${moodWord(emotion).toLowerCase()}`}
      actions={<span className={styles.note}>Music by Apple Music</span>}
    >
      {emotion === null ? (
        <EmptyState icon={<ListMusic size={30} />} title="No mood yet">
          <p>Say how you feel above, and songs are here.</p>
        </EmptyState>
      ) : null}
      {list.isError ? (
        <Banner
          tone="error"
          actions={
            <Button size="small" onClick={() => void list.refetch()}>
              Try again
            </Button>
          }
        >
          {errorMessage(list.error)}
        </Banner>
      ) : null}
      {list.isFetching && list.data === undefined ? <Spinner /> : null}
      {list.data === undefined ? null : (
        <>
          <p className={styles.note}>
            Searched for {list.data.words.map((word) => `“${word}”`).join(", ")}, {agoText(list.data.fetchedAtMs, now)}
          </p>
          {list.data.note === null ? null : <p className={styles.note}>{list.data.note}</p>}
          {songs.length === 0 ? null : (
            <Button
              variant="primary"
              className={styles.button}
              icon={<Play size={18} fill="currentColor" aria-hidden="true" />}
              onClick={() => playSongs(songs)}
            >
              Play these songs
            </Button>
          )}
          <ul aria-label="Songs for your mood">
            {list.data.entries.map(({ song, reason }) => (
              <SongRow
                key={song.id}
                song={song}
                reason={reason}
                current={song.id === current}
                onPlay={() => playSongs(songs, song)}
              />
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
