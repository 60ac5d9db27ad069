/** The twelve standing playlists, one press each, and how far the starter library is that fills them on a fresh machine. */
import { ListMusic } from "lucide-react";
import type { ReactNode } from "react";
import type { StandingPlaylist } from "../../../contracts/standing-playlists.ts";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { notify } from "../../design/notices-store.ts";
import { Panel } from "../../design/panel.tsx";
import { ProgressBar } from "../../design/progress-bar.tsx";
import { playerStore } from "../../playback/player-store.ts";
import { moodColour, moodNameTitle, SHOWN_MOODS } from "../mood-display/emotion-order.ts";
import styles from "./mood-playlists.module.css";
import { isBeingComposed, useStanding, useStarter } from "./piece-queries.ts";
import { piecesApi } from "./pieces-api.ts";
import { starterSentence } from "./starter-words.ts";

async function play({ playlistId }: StandingPlaylist): Promise<void> {
  if (playlistId === null) return;
  try {
    const playlist = await piecesApi.playlist(playlistId);
    const { current, setUpcoming, changeNow } = playerStore.getState();
    setUpcoming(playlist);
    if (current !== null) changeNow();
  } catch (error) {
    notify({ tone: "error", text: `The playlist could not be fetched: ${errorMessage(error)}` });
  }
}

/** Nothing until the server knows of any list. */
export function MoodPlaylists({ className }: { className?: string | undefined }): ReactNode {
  const standing = useStanding();
  const lists = standing.data?.playlists ?? [];
  const starter = useStarter().data;
  const composing = starter !== undefined && isBeingComposed(starter.state);
  if (!composing && starter?.state !== "failed" && lists.every(({ playlistId }) => playlistId === null)) return null;
  return (
    <Panel title="Playlists of the moods" className={className}>
      {composing ? (
        <div className={styles.progress}>
          <p className={styles.text}>
            <output>Composing a starter library: {starterSentence(starter)}</output>
          </p>
          <ProgressBar
            label="Starter library"
            share={starter.total === 0 ? null : starter.done / starter.total}
            valueText={`${starter.done} of ${starter.total} pieces`}
          />
        </div>
      ) : null}
      {starter?.state === "failed" ? <Banner tone="warning">{starterSentence(starter)}</Banner> : null}
      <ul className={styles.list} aria-label="Playlists of the moods">
        {SHOWN_MOODS.map((mood) => {
          const list = lists.find((one) => one.mood === mood);
          return list === undefined ? null : <MoodList key={mood} list={list} />;
        })}
      </ul>
    </Panel>
  );
}

function MoodList({ list }: { list: StandingPlaylist }): ReactNode {
  const { mood, playlistId, tracks } = list;
  const empty = playlistId === null || tracks === 0;
  return (
    <li>
      <button
        type="button"
        className={styles.mood}
        data-mood={moodColour(mood)}
        disabled={empty}
        onClick={() => void play(list)}
      >
        <ListMusic size={18} aria-hidden="true" />
        <span className={styles.word}>{moodNameTitle(mood)}</span>
        <span className={styles.count}>{empty ? "nothing yet" : `${tracks} song${tracks === 1 ? "" : "s"}`}</span>
      </button>
    </li>
  );
}
