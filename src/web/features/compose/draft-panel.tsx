/** The piece on the desk: its picture, its sound, its name, and where it may go. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, Download, Music4, Save } from "lucide-react";
import type { ReactNode } from "react";
import { nearestEmotion } from "../../../core/affect/mood-words.ts";
import { errorMessage } from "../../api-client.ts";
import { piecePlayer, usePiecePlayer } from "../../composing/page-composing.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { EmptyState } from "../../design/empty-state.tsx";
import { Panel } from "../../design/panel.tsx";
import { TextField } from "../../design/text-field.tsx";
import { TRACKS_KEY } from "../library/library-queries.ts";
import styles from "./draft-panel.module.css";
import type { Draft } from "./draft-store.ts";
import { draftStore, useDraft } from "./page-draft.ts";
import { PianoRoll } from "./piano-roll.tsx";
import { downloadFrom, downloadMidi } from "./piece-file.ts";
import { PIECES_KEY } from "./piece-queries.ts";
import { PieceTransport } from "./piece-transport.tsx";
import { pieceFacts, rollSentence, suggestedName } from "./piece-words.ts";
import { piecesApi } from "./pieces-api.ts";

export function DraftPanel(): ReactNode {
  const draft = useDraft((state) => state.draft);
  if (draft === null) {
    return (
      <Panel label="The piece">
        <EmptyState icon={<Music4 size={30} />} title="No piece yet">
          <p>Choose a mood and compose. You hear the piece, see its notes, and keep it if you like it.</p>
        </EmptyState>
      </Panel>
    );
  }
  return <DraftOnDesk draft={draft} />;
}

function DraftOnDesk({ draft }: { draft: Draft }): ReactNode {
  const { piece, name } = draft;
  const playing = usePiecePlayer((state) => state.status === "playing");
  const placedAt = usePiecePlayer((state) => state.positionMs);
  const emotion = piece.mood.emotion ?? nearestEmotion(piece.mood);
  return (
    <Panel title={name.trim() === "" ? suggestedName(piece) : name} className={styles.panel}>
      <PianoRoll
        notes={piece.notes}
        positionTicks={piecePlayer.positionTicks}
        moving={playing}
        placedAt={placedAt}
        label={rollSentence(piece)}
        emotion={emotion}
      />
      <PieceTransport />
      <dl className={styles.facts}>
        {pieceFacts(piece).map(({ name: fact, value }) => (
          <div key={fact} className={styles.fact}>
            <dt>{fact}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Keeping draft={draft} />
    </Panel>
  );
}

function useKeep() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ piece, name, keptId }: Draft) => {
      const called = name.trim() === "" ? suggestedName(piece) : name.trim();
      return keptId === null ? piecesApi.keep(piece, called) : piecesApi.rename(keptId, called);
    },
    onSuccess: async ({ id }, { piece }) => {
      draftStore.getState().kept(piece, id);
      await Promise.all([
        client.invalidateQueries({ queryKey: PIECES_KEY }),
        client.invalidateQueries({ queryKey: TRACKS_KEY }),
      ]);
    },
  });
}

function Keeping({ draft }: { draft: Draft }): ReactNode {
  const keep = useKeep();
  const { piece, name, keptId } = draft;
  const isKept = keptId !== null && (keep.data === undefined || keep.data.name === name.trim());
  return (
    <form
      className={styles.keeping}
      onSubmit={(event) => {
        event.preventDefault();
        keep.mutate(draft);
      }}
    >
      <TextField
        label="Name"
        value={name}
        maxLength={120}
        autoComplete="off"
        onChange={(event) => draftStore.getState().rename(event.currentTarget.value)}
      />
      {keep.isError ? (
        <Banner tone="error" title="Not kept">
          <p>{errorMessage(keep.error)} The piece is still here.</p>
        </Banner>
      ) : null}
      <div className={styles.actions}>
        <Button
          type="submit"
          variant={isKept ? "soft" : "primary"}
          busy={keep.isPending}
          disabled={isKept}
          icon={isKept ? <Check size={18} aria-hidden="true" /> : <Save size={18} aria-hidden="true" />}
        >
          {isKept ? "Kept" : keptId === null ? "Keep" : "Keep the new name"}
        </Button>
        <Button icon={<Download size={18} aria-hidden="true" />} onClick={() => downloadMidi(piece, name)}>
          MIDI
        </Button>
        <Button
          icon={<Download size={18} aria-hidden="true" />}
          disabled={keptId === null}
          aria-describedby={keptId === null ? "wav-note" : undefined}
          onClick={() => downloadFrom(`/api/pieces/${keptId ?? ""}/wav`)}
        >
          WAV
        </Button>
        {keptId === null ? (
          <span id="wav-note" className={styles.note}>
            WAV once it is kept
          </span>
        ) : null}
      </div>
    </form>
  );
}
