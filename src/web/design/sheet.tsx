/** A modal sheet over the page: focus is trapped and given back, Escape and a press beside it close it (native dialog). */
import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { IconButton } from "./button.tsx";
import { classNames } from "./class-names.ts";
import styles from "./sheet.module.css";

export interface SheetProps {
  open: boolean;
  title: string;
  onClose: () => void;
  /** Take the full height on phones even when there is little inside. */
  tall?: boolean;
  children: ReactNode;
}

/** The children are mounted only while it is open. */
export function Sheet({ open, title, onClose, tall, children }: SheetProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const headingId = useId();
  useEffect(() => {
    const element = dialog.current;
    if (element === null || element.open === open) return;
    if (open) element.showModal();
    else element.close();
  }, [open]);
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return undefined;
    const closeBeside = (event: MouseEvent): void => {
      if (event.target === element) element.close();
    };
    element.addEventListener("click", closeBeside);
    return () => element.removeEventListener("click", closeBeside);
  }, []);
  return (
    <dialog
      ref={dialog}
      className={classNames(styles.sheet, tall && styles.tall)}
      aria-labelledby={headingId}
      onClose={onClose}
    >
      {open ? (
        <>
          <div className={styles.head}>
            <h2 id={headingId} className={styles.title}>
              {title}
            </h2>
            <IconButton
              variant="quiet"
              label="Close"
              icon={<X size={20} aria-hidden="true" />}
              onClick={() => dialog.current?.close()}
            />
          </div>
          <div className={styles.body}>{children}</div>
        </>
      ) : null}
    </dialog>
  );
}
