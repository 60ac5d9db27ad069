/** The songs: searched as one types, page by page; and, on wish, the files that could not be read. */
import { FileWarning, ListMusic, Search } from "lucide-react";
import { type ReactNode, useDeferredValue, useState } from "react";
import type { TrackList as TrackPage } from "../../../contracts/tracks.ts";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { EmptyState } from "../../design/empty-state.tsx";
import { Panel } from "../../design/panel.tsx";
import { Segmented } from "../../design/segmented.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { TextField } from "../../design/text-field.tsx";
import { useProblems, useTracks } from "./library-queries.ts";
import styles from "./track-list.module.css";
import { ProblemRow, TrackRow } from "./track-row.tsx";

type Shown = "songs" | "problems";

const SHOWN = [
  { value: "songs", label: "Songs" },
  { value: "problems", label: "Problems" },
] as const;

export function TrackList(): ReactNode {
  const [shown, setShown] = useState<Shown>("songs");
  const chooser = <Segmented label="What to list" value={shown} options={SHOWN} onChange={setShown} />;
  return (
    <Panel title="Songs" actions={chooser}>
      {shown === "songs" ? <Songs /> : <Problems />}
    </Panel>
  );
}

function Songs(): ReactNode {
  const [typed, setTyped] = useState("");
  const query = useDeferredValue(typed.trim());
  const tracks = useTracks(query);
  const first = tracks.data?.pages[0];
  const total = first?.total ?? 0;
  return (
    <>
      <div className={styles.tools}>
        <TextField
          className={styles.search}
          type="search"
          label="Search songs"
          hideLabel
          placeholder="Title, artist, album or genre"
          icon={<Search size={18} aria-hidden="true" />}
          maxLength={200}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <output className={styles.count}>{first === undefined ? <Spinner /> : countText(first)}</output>
      </div>
      {tracks.isError ? <Banner tone="error">{errorMessage(tracks.error)}</Banner> : null}
      <ul aria-label="Songs">
        {tracks.data?.pages.flatMap((page) => page.tracks.map((track) => <TrackRow key={track.id} track={track} />))}
      </ul>
      {tracks.isSuccess && total === 0 ? <NoSongs query={query} /> : null}
      {tracks.hasNextPage ? (
        <Button className={styles.more} busy={tracks.isFetchingNextPage} onClick={() => void tracks.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </>
  );
}

/** `12 songs`; `1,000+ songs` where a search found more than it counts. */
function countText({ total, totalIsExact }: TrackPage): string {
  return `${total.toLocaleString("en")}${totalIsExact ? "" : "+"} song${total === 1 ? "" : "s"}`;
}

function NoSongs({ query }: { query: string }): ReactNode {
  return query === "" ? (
    <EmptyState icon={<ListMusic size={30} />} title="No songs yet">
      <p>Name your music folder above. Songs show up here one by one while it is read.</p>
    </EmptyState>
  ) : (
    <EmptyState icon={<Search size={28} />} title="Nothing found">
      <p>No title, artist, album or genre matches “{query}”.</p>
    </EmptyState>
  );
}

function Problems(): ReactNode {
  const problems = useProblems();
  if (problems.isPending) return <Spinner />;
  if (problems.isError) return <Banner tone="error">{errorMessage(problems.error)}</Banner>;
  const files = problems.data.pages.flatMap((page) => page.tracks);
  if (files.length === 0) {
    return (
      <EmptyState icon={<FileWarning size={28} />} title="No problems">
        <p>Every file found so far could be read.</p>
      </EmptyState>
    );
  }
  return (
    <>
      <ul aria-label="Files with problems">
        {files.map((track) => (
          <ProblemRow key={track.id} track={track} />
        ))}
      </ul>
      {problems.hasNextPage ? (
        <Button
          className={styles.more}
          busy={problems.isFetchingNextPage}
          onClick={() => void problems.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
    </>
  );
}
