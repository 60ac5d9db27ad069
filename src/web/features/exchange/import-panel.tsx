/** A file of another program: looked at first, taken in when the listener says so. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, FileUp } from "lucide-react";
import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { Link } from "wouter";
import type { ImportOutcome } from "../../../contracts/exchange.ts";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { classNames } from "../../design/class-names.ts";
import { Spinner } from "../../design/spinner.tsx";
import { VisuallyHidden } from "../../design/visually-hidden.tsx";
import { LIBRARY_PATHS } from "../library/library-pages.ts";
import { exchangeApi } from "./exchange-api.ts";
import styles from "./import-panel.module.css";
import { MissingList } from "./missing-list.tsx";
import { contentText, outcomeLines } from "./outcome-words.ts";

/** What the server reads, for the system's file chooser. */
const ACCEPTED = ".m3u,.m3u8,.xspf,.csv,.json,.jsonl";

export function ImportPanel(): ReactNode {
  const [file, setFile] = useState<File | null>(null);
  const client = useQueryClient();
  const look = useMutation({ mutationFn: (chosen: File) => exchangeApi.importFile(chosen, true) });
  const take = useMutation({
    mutationFn: (chosen: File) => exchangeApi.importFile(chosen, false),
    // Likes, plays and playlists may all be others now.
    onSuccess: () => client.invalidateQueries(),
  });
  const choose = (chosen: File): void => {
    setFile(chosen);
    take.reset();
    look.mutate(chosen);
  };
  const trouble = take.error ?? look.error;
  return (
    <div className={styles.import}>
      <p className={styles.about}>
        A playlist (M3U, XSPF or CSV), or your listening history from ListenBrainz or Last.fm. You see what is in it
        before anything is kept.
      </p>
      <FileDrop onFile={choose} />
      {look.isPending ? (
        <output className={styles.about}>
          <Spinner /> Looking into “{file?.name}”
        </output>
      ) : null}
      {trouble === null ? null : (
        <Banner tone="error" title={file === null ? "The file was not read." : `“${file.name}” was not taken in.`}>
          <p>{errorMessage(trouble)}</p>
        </Banner>
      )}
      {take.data !== undefined ? <Taken outcome={take.data} /> : null}
      {look.data !== undefined && take.data === undefined && file !== null ? (
        <Looked outcome={look.data} busy={take.isPending} onTake={() => take.mutate(file)} />
      ) : null}
    </div>
  );
}

function FileDrop({ onFile }: { onFile: (file: File) => void }): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined) onFile(file);
  };
  return (
    <div
      className={classNames(styles.drop, over && styles.over)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <VisuallyHidden>
        <input
          ref={input}
          type="file"
          tabIndex={-1}
          aria-label="File to bring along"
          accept={ACCEPTED}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            // The same file may be chosen again.
            event.currentTarget.value = "";
            if (file !== undefined) onFile(file);
          }}
        />
      </VisuallyHidden>
      <Button icon={<FileUp size={18} aria-hidden="true" />} onClick={() => input.current?.click()}>
        Choose a file
      </Button>
      <span className={styles.about}>or drop it here</span>
    </div>
  );
}

function Missing({ outcome: { missing } }: { outcome: ImportOutcome }): ReactNode {
  const summary = `${missing.songs.toLocaleString("en")} song${missing.songs === 1 ? "" : "s"} not in your library`;
  return <MissingList songs={missing.first} summary={summary} label="Songs not in your library" />;
}

function Looked({ outcome, busy, onTake }: { outcome: ImportOutcome; busy: boolean; onTake: () => void }): ReactNode {
  const nothing = outcome.added === 0;
  return (
    <section className={styles.outcome} aria-label="What is in the file">
      <p className={styles.content}>{contentText(outcome)}</p>
      <Lines outcome={outcome} />
      <Missing outcome={outcome} />
      {nothing ? (
        <p className={styles.about}>There is nothing new in it to be kept.</p>
      ) : (
        <Button
          className={styles.take}
          variant="primary"
          busy={busy}
          icon={<Check size={18} aria-hidden="true" />}
          onClick={onTake}
        >
          Bring it along
        </Button>
      )}
    </section>
  );
}

function Taken({ outcome }: { outcome: ImportOutcome }): ReactNode {
  return (
    <section className={styles.outcome} aria-label="What was brought along">
      <Banner tone="good" title="It is in your library now.">
        <p>{contentText(outcome)}</p>
      </Banner>
      <Lines outcome={outcome} />
      <Missing outcome={outcome} />
      {outcome.playlistId === null ? null : (
        <p>
          <Link href={`${LIBRARY_PATHS.playlists}/${outcome.playlistId}`}>Open the playlist</Link>
        </p>
      )}
    </section>
  );
}

function Lines({ outcome }: { outcome: ImportOutcome }): ReactNode {
  return (
    <ul className={styles.lines}>
      {outcomeLines(outcome).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
