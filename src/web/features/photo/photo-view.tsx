/** The photo's part of the mood panel: take one in, read it, show what was read or what went wrong. */
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { MoodSyncError } from "../../../core/errors.ts";
import { pageFaces } from "../../capture/page-sensing.ts";
import { Banner } from "../../design/banner.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { useMoodStore } from "../../mood-store.ts";
import { ProblemView } from "../mood-display/problem-view.tsx";
import { CorrectionNote } from "../reads-me/correction-note.tsx";
import { PhotoDrop } from "./photo-drop.tsx";
import { PhotoResult } from "./photo-result.tsx";
import { readPhoto } from "./read-photo.ts";
import type { ReadPhoto } from "./read-photo.ts";
import styles from "./photo-view.module.css";

type PhotoState =
  | { kind: "empty" }
  | { kind: "reading" }
  | { kind: "read"; photo: ReadPhoto }
  | { kind: "failed"; code: string };

function codeOf(error: unknown): string {
  return error instanceof MoodSyncError ? error.code : "photo.unreadable";
}

/** Reads one photo at a time: a newer one outruns an older one that is still being read. */
function usePhoto() {
  const [state, setState] = useState<PhotoState>({ kind: "empty" });
  const attempt = useRef(0);
  const shown = useRef<ReadPhoto | null>(null);

  const show = useCallback((next: PhotoState) => {
    shown.current?.picture.close();
    shown.current = next.kind === "read" ? next.photo : null;
    setState(next);
  }, []);

  const read = useCallback(
    async (file: File) => {
      const mine = ++attempt.current;
      show({ kind: "reading" });
      try {
        const photo = await readPhoto(file, pageFaces());
        if (mine !== attempt.current) return photo.picture.close();
        show({ kind: "read", photo });
        if (photo.mood !== null) useMoodStore.getState().applyReading(photo.mood, "photo", photo.faces.length);
      } catch (error) {
        if (mine === attempt.current) show({ kind: "failed", code: codeOf(error) });
      }
    },
    [show],
  );

  useEffect(
    () => () => {
      attempt.current = Number.POSITIVE_INFINITY;
      shown.current?.picture.close();
    },
    [],
  );
  return { state, read, clear: () => show({ kind: "empty" }) };
}

/** `onUsePad` leads to the mood pad where a photo does not help. */
export function PhotoView({ onUsePad }: { onUsePad: () => void }): ReactNode {
  const { state, read, clear } = usePhoto();
  const input = useRef<HTMLInputElement>(null);
  const onPhoto = useCallback((file: File) => void read(file), [read]);
  return (
    <div className={styles.view} data-photo={state.kind}>
      {state.kind === "failed" ? (
        <ProblemView
          code={state.code}
          ways={{ "choose-photo": () => input.current?.click(), retry: clear, "use-pad": onUsePad }}
        />
      ) : null}
      {state.kind === "reading" ? (
        <output className={styles.reading}>
          <Spinner /> Reading the photo on this device …
        </output>
      ) : null}
      {state.kind === "read" && state.photo.mood === null ? (
        <Banner>There is a face, but none that is clear enough to read. The cards say why.</Banner>
      ) : null}
      {state.kind === "read" ? <PhotoResult photo={state.photo} /> : null}
      {state.kind === "read" ? <CorrectionNote /> : null}
      <PhotoDrop onPhoto={onPhoto} inputRef={input} />
    </div>
  );
}
