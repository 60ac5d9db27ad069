/** Files that hold the same recording: why they are held to, which one plays, and the way to say that they are not. */
import { Copy, Play, Star, Unlink } from "lucide-react";
import type { ReactNode } from "react";
import type { DuplicateCopy, DuplicateGroup } from "../../../contracts/duplicates.ts";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button, IconButton } from "../../design/button.tsx";
import { EmptyState } from "../../design/empty-state.tsx";
import { Panel } from "../../design/panel.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { playerStore } from "../../playback/player-store.ts";
import { clockText } from "../../playback/time-text.ts";
import { evidenceText, formatText } from "./duplicate-words.ts";
import styles from "./duplicates-page.module.css";
import { useDuplicates, useNotSame } from "./duplicates-queries.ts";

export function DuplicatesPage(): ReactNode {
  const found = useDuplicates();
  const first = found.data?.pages[0];
  const groups = found.data?.pages.flatMap((page) => page.groups) ?? [];
  return (
    <Panel
      title="The same recording twice"
      actions={first?.searching === true ? <Searching /> : first === undefined ? undefined : <Count list={first} />}
    >
      <p className={styles.about}>
        A playlist takes one copy of each, the best. Likes and plays count for all of them. No file is ever changed or
        deleted.
      </p>
      {found.isError ? <Banner tone="error">{errorMessage(found.error)}</Banner> : null}
      {found.isPending ? <Spinner /> : null}
      {first !== undefined && first.total === 0 ? (
        <EmptyState icon={<Copy size={30} />} title={first.searching ? "Looking" : "Nothing twice"}>
          <p>
            {first.searching
              ? "Your songs are being compared with each other."
              : "No two songs of your library were found to be the same recording."}
          </p>
        </EmptyState>
      ) : null}
      <ul className={styles.groups} aria-label="Recordings that are there more than once">
        {groups.map((group) => (
          <Group key={group.id} group={group} />
        ))}
      </ul>
      {found.hasNextPage ? (
        <Button className={styles.more} busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </Panel>
  );
}

function Count({ list: { total, extraTracks } }: { list: { total: number; extraTracks: number } }): ReactNode {
  return (
    <output className={styles.about}>
      {total.toLocaleString("en")} recording{total === 1 ? "" : "s"}, {extraTracks.toLocaleString("en")} cop
      {extraTracks === 1 ? "y" : "ies"} too many
    </output>
  );
}

function Searching(): ReactNode {
  return (
    <output className={styles.searching}>
      <Spinner /> Still looking
    </output>
  );
}

function Group({ group }: { group: DuplicateGroup }): ReactNode {
  const [preferred] = group.copies;
  if (preferred === undefined) return null;
  const { title, artist } = preferred.track;
  return (
    <li className={styles.group}>
      <h3 className={styles.title}>
        {title}
        <span className={styles.artist}>{artist ?? "Unknown artist"}</span>
      </h3>
      <ul aria-label={`Copies of ${title}`}>
        {group.copies.map((copy) => (
          <CopyRow key={copy.track.id} copy={copy} />
        ))}
      </ul>
    </li>
  );
}

function CopyRow({ copy }: { copy: DuplicateCopy }): ReactNode {
  const { track, preferred } = copy;
  const notSame = useNotSame();
  const facts = [
    formatText(track.mimeType),
    clockText(track.durationMs),
    track.title,
    track.album,
    preferred ? null : evidenceText(copy),
  ].filter(Boolean);
  return (
    <li className={styles.copy}>
      <div className={styles.words}>
        <p className={styles.path}>{track.path}</p>
        <p className={styles.facts}>{facts.join(" · ")}</p>
        {preferred ? (
          <p className={styles.plays}>
            <Star size={14} fill="currentColor" aria-hidden="true" /> Playlists take this one
          </p>
        ) : null}
      </div>
      <div className={styles.buttons}>
        <IconButton
          variant="quiet"
          size="small"
          label={`Play ${track.path}`}
          icon={<Play size={17} aria-hidden="true" />}
          onClick={() => playerStore.getState().playTrack(track)}
        />
        {preferred ? null : (
          <Button
            size="small"
            busy={notSame.isPending}
            icon={<Unlink size={16} aria-hidden="true" />}
            aria-label={`${track.path} is not the same recording`}
            onClick={() => notSame.mutate({ trackId: track.id, title: track.title })}
          >
            Not the same
          </Button>
        )}
      </div>
    </li>
  );
}
