/** The twelve playlists that renew themselves: why and when they last did, to be played, copied, or saved as a file. */
import { Copy, Download, Play, RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import type { StandingPlaylist } from "../../../contracts/standing-playlists.ts";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button, IconButton } from "../../design/button.tsx";
import { MoodDot } from "../../design/mood-dot.tsx";
import { Panel } from "../../design/panel.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { useNow } from "../../services/use-now.ts";
import { useRenewStanding, useStanding } from "../compose/piece-queries.ts";
import { moodColour, moodNameTitle, SHOWN_MOODS } from "../mood-display/emotion-order.ts";
import styles from "./mood-lists.module.css";
import { playKept } from "./own-playlists.tsx";
import { savePlaylistFile } from "./playlist-file.ts";
import { renewalText, songCount } from "./playlist-words.ts";
import { useCopyPlaylist } from "./playlists-queries.ts";

export function MoodLists(): ReactNode {
  const standing = useStanding();
  const renew = useRenewStanding();
  const lists = standing.data?.playlists ?? [];
  const renewing = standing.data?.renewing ?? null;
  return (
    <Panel
      title="Playlists of the moods"
      actions={
        <Button
          size="small"
          busy={renew.isPending || renewing !== null}
          icon={<RefreshCw size={16} aria-hidden="true" />}
          onClick={() => renew.mutate()}
        >
          Renew all
        </Button>
      }
    >
      <p className={styles.about}>
        They renew themselves by the clock, and when what a mood means to you has moved. A copy stays as it is.
      </p>
      {standing.isError ? <Banner tone="error">{errorMessage(standing.error)}</Banner> : null}
      {renew.isError ? <Banner tone="error">{errorMessage(renew.error)}</Banner> : null}
      {standing.isPending ? <Spinner /> : null}
      <ul className={styles.list} aria-label="Playlists of the moods">
        {SHOWN_MOODS.map((mood) => {
          const list = lists.find((one) => one.mood === mood);
          return list === undefined ? null : <MoodList key={mood} list={list} renewing={renewing === mood} />;
        })}
      </ul>
    </Panel>
  );
}

function MoodList({ list, renewing }: { list: StandingPlaylist; renewing: boolean }): ReactNode {
  const { mood, playlistId, tracks } = list;
  const nowMs = useNow(60_000);
  const title = moodNameTitle(mood);
  const facts = [songCount(tracks), renewing ? "being renewed" : renewalText(list, nowMs)];
  return (
    <li className={styles.row}>
      <MoodDot emotion={moodColour(mood)} />
      <div className={styles.words}>
        <p className={styles.name}>{title}</p>
        <p className={styles.facts}>
          {playlistId === null ? "no music for it yet" : facts.filter((part) => part !== null).join(" · ")}
        </p>
      </div>
      {playlistId === null || tracks === 0 ? null : <ListButtons id={playlistId} title={title} />}
    </li>
  );
}

function ListButtons({ id, title }: { id: number; title: string }): ReactNode {
  const copy = useCopyPlaylist();
  return (
    <div className={styles.buttons}>
      <IconButton
        size="small"
        label={`Play ${title}`}
        icon={<Play size={17} aria-hidden="true" />}
        onClick={() => void playKept(id, title)}
      />
      <IconButton
        variant="quiet"
        size="small"
        label={`Keep a copy of ${title}`}
        busy={copy.isPending}
        icon={<Copy size={16} aria-hidden="true" />}
        onClick={() => copy.mutate({ id, name: `${title}, ${todayText()}` })}
      />
      <IconButton
        variant="quiet"
        size="small"
        label={`Save ${title} as M3U`}
        icon={<Download size={16} aria-hidden="true" />}
        onClick={() => void savePlaylistFile(id, title)}
      />
    </div>
  );
}

function todayText(): string {
  return new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long" }).format(Date.now());
}
