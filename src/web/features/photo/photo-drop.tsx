/** Takes a photo in: chosen, dropped here, or pasted anywhere on the page while this is shown. */
import { ImageUp } from "lucide-react";
import { type DragEvent, type ReactNode, type RefObject, useEffect, useId, useState } from "react";
import { PHOTO_TYPES } from "../../capture/photo-file.ts";
import { classNames } from "../../design/class-names.ts";
import styles from "./photo-drop.module.css";

export interface PhotoDropProps {
  /** The first file of what was given. */
  onPhoto: (file: File) => void;
  /** Lets a button elsewhere open the file chooser. */
  inputRef: RefObject<HTMLInputElement | null>;
}

/** The first file of a paste or a drop, or null. */
export function firstFile(data: Pick<DataTransfer, "files"> | null): File | null {
  return data?.files[0] ?? null;
}

function usePaste(onPhoto: (file: File) => void): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const file = firstFile(event.clipboardData);
      if (file === null) return;
      event.preventDefault();
      onPhoto(file);
    };
    document.addEventListener("paste", onPaste);
    return () => document.removeEventListener("paste", onPaste);
  }, [onPhoto]);
}

/** A file input that fills a drop zone, so that a tap, a key and a drop all land on it. */
export function PhotoDrop({ onPhoto, inputRef }: PhotoDropProps): ReactNode {
  const hintId = useId();
  const [over, setOver] = useState(false);
  usePaste(onPhoto);
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const file = firstFile(event.dataTransfer);
    if (file !== null) onPhoto(file);
  };
  return (
    <div
      className={classNames(styles.zone, over && styles.over)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <ImageUp size={32} strokeWidth={1.75} aria-hidden="true" />
      <label className={styles.label}>
        Choose a photo
        <input
          ref={inputRef}
          type="file"
          className={styles.input}
          accept={PHOTO_TYPES.join(",")}
          aria-describedby={hintId}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            // The same file may be chosen again after a failure.
            event.currentTarget.value = "";
            if (file !== undefined) onPhoto(file);
          }}
        />
      </label>
      <p id={hintId} className={styles.hint}>
        … or drop or paste one here. JPEG, PNG or WebP, up to 25 MB. It stays on this device.
      </p>
    </div>
  );
}
