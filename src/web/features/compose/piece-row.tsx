/** One kept piece: its cover, its name, and what can be done with it. */
import { ListPlus, MoreHorizontal, Music4, Pencil, Trash2 } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import type { PieceSummary } from "../../../contracts/pieces.ts";
import { errorMessage } from "../../api-client.ts";
import { Button, IconButton } from "../../design/button.tsx";
import { classNames } from "../../design/class-names.ts";
import { notify } from "../../design/notices-store.ts";
import { TextField } from "../../design/text-field.tsx";
import { VisuallyHidden } from "../../design/visually-hidden.tsx";
import { playerStore, usePlayerStore } from "../../playback/player-store.ts";
import { clockText } from "../../playback/time-text.ts";
import { CoverArt } from "../player/cover-art.tsx";
import styles from "./kept-pieces.module.css";
import { draftStore } from "./page-draft.ts";
import { useDeletePiece, useRenamePiece } from "./piece-queries.ts";
import { pieceMoodWord } from "./piece-words.ts";
import { piecesApi } from "./pieces-api.ts";

/** Fetches a piece and does something with it; what fails is said. */
async function withPiece(
  { id, name }: PieceSummary,
  act: (kept: Awaited<ReturnType<typeof piecesApi.get>>) => void,
): Promise<void> {
  try {
    act(await piecesApi.get(id));
  } catch (error) {
    notify({ tone: "error", text: `“${name}” could not be fetched: ${errorMessage(error)}` });
  }
}

export function PieceRow({ piece }: { piece: PieceSummary }): ReactNode {
  const [renaming, setRenaming] = useState(false);
  const [open, setOpen] = useState(false);
  const isCurrent = usePlayerStore((state) => state.current?.track.id === piece.id);
  const facts = [pieceMoodWord(piece), `${piece.bars} bars`, clockText(piece.durationMs)].join(" · ");
  const hear = (): void => void withPiece(piece, ({ track }) => playerStore.getState().playTrack(track));
  return (
    <li className={classNames(styles.row, isCurrent && styles.current)} aria-current={isCurrent || undefined}>
      <button type="button" className={styles.play} onClick={hear}>
        <CoverArt track={{ id: piece.id, hasCover: true }} size="small" />
        <span className={styles.words}>
          <VisuallyHidden>Play: </VisuallyHidden>
          <span className={styles.name}>{piece.name}</span>
          <span className={styles.facts}>{facts}</span>
        </span>
      </button>
      <IconButton
        variant="quiet"
        size="small"
        label={`More for ${piece.name}`}
        aria-expanded={open}
        icon={<MoreHorizontal size={18} aria-hidden="true" />}
        onClick={() => setOpen(!open)}
      />
      {open && !renaming ? <PieceActions piece={piece} onRename={() => setRenaming(true)} /> : null}
      {renaming ? <RenameForm piece={piece} onDone={() => setRenaming(false)} /> : null}
    </li>
  );
}

function PieceActions({ piece, onRename }: { piece: PieceSummary; onRename: () => void }): ReactNode {
  const remove = useDeletePiece();
  const openOnDesk = (): void =>
    void withPiece(piece, ({ score, id, name }) => {
      draftStore.getState().open({ piece: score, name, keptId: id });
      window.scrollTo({ top: 0, behavior: "smooth" });
    });
  const queue = (): void =>
    void withPiece(piece, ({ track }) => {
      playerStore.getState().playNext(track);
      notify({ text: `“${piece.name}” comes next.` });
    });
  return (
    <div className={styles.actions}>
      <Button size="small" icon={<Music4 size={16} aria-hidden="true" />} onClick={openOnDesk}>
        Show its notes
      </Button>
      <Button size="small" icon={<ListPlus size={16} aria-hidden="true" />} onClick={queue}>
        Play next
      </Button>
      <Button size="small" icon={<Pencil size={16} aria-hidden="true" />} onClick={onRename}>
        Rename
      </Button>
      <Button
        size="small"
        variant="danger"
        busy={remove.isPending}
        icon={<Trash2 size={16} aria-hidden="true" />}
        onClick={() => remove.mutate(piece)}
      >
        Delete
      </Button>
    </div>
  );
}

function RenameForm({ piece, onDone }: { piece: PieceSummary; onDone: () => void }): ReactNode {
  const rename = useRenamePiece();
  const [name, setName] = useState(piece.name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    rename.mutate({ id: piece.id, name: name.trim() }, { onSuccess: onDone });
  };
  return (
    <form className={styles.rename} onSubmit={submit}>
      <TextField
        label={`New name of ${piece.name}`}
        hideLabel
        value={name}
        maxLength={120}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the listener asked for this very field
        autoFocus
        error={rename.isError ? errorMessage(rename.error) : null}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" size="small" variant="primary" busy={rename.isPending} disabled={name.trim() === ""}>
        Rename
      </Button>
      <Button size="small" variant="quiet" onClick={onDone}>
        Leave it
      </Button>
    </form>
  );
}
