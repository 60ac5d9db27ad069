/** The mood map to look at and change: a shelf for each mood, the listener's playlists on them as cards that can be moved. */
import { GripVertical } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "../../design/class-names.ts";
import { MoodDot } from "../../design/mood-dot.tsx";
import { VisuallyHidden } from "../../design/visually-hidden.tsx";
import { type Placement, type Shelf, SHELVES, shelfWord } from "./shelf-order.ts";
import styles from "./mood-shelves.module.css";
import { OutsideArt } from "../../services/outside-art.tsx";
import { focusOn, type ShelfDrag, useShelfDrag } from "./use-shelf-drag.ts";

export interface ShelfCard {
  id: string;
  name: string;
  imageUrl: string | null;
  /** Such as "54 songs". */
  note: string;
}

export interface MoodShelvesProps {
  cards: readonly ShelfCard[];
  placement: Placement;
  onMove: (id: string, shelf: Shelf) => void;
}

export function MoodShelves({ cards, placement, onMove }: MoodShelvesProps): ReactNode {
  const drag = useShelfDrag(onMove);
  return (
    <div className={styles.board}>
      {SHELVES.map((shelf) => (
        <ShelfBox
          key={shelf}
          shelf={shelf}
          cards={cards.filter(({ id }) => (placement[id] ?? "none") === shelf)}
          drag={drag}
          onMove={onMove}
        />
      ))}
      <VisuallyHidden>
        <span aria-live="assertive">{drag.said}</span>
      </VisuallyHidden>
    </div>
  );
}

interface ShelfBoxProps extends Pick<MoodShelvesProps, "cards" | "onMove"> {
  shelf: Shelf;
  drag: ShelfDrag;
}

function ShelfBox({ shelf, cards, drag, onMove }: ShelfBoxProps): ReactNode {
  const isTarget = drag.card !== null && drag.card.over === shelf && drag.card.from !== shelf;
  return (
    <section
      className={classNames(styles.shelf, isTarget && styles.target, shelf === "none" && styles.none)}
      data-shelf={shelf}
      data-mood={shelf === "none" ? undefined : shelf}
      aria-label={shelfWord(shelf)}
    >
      <h3 className={styles.name}>
        {shelf === "none" ? null : <MoodDot emotion={shelf} />}
        {shelfWord(shelf)}
      </h3>
      {cards.length === 0 ? <p className={styles.empty}>No playlist yet</p> : null}
      <ul className={styles.cards}>
        {cards.map((card) => (
          <Card key={card.id} card={card} shelf={shelf} drag={drag} onMove={onMove} />
        ))}
      </ul>
    </section>
  );
}

interface CardProps {
  card: ShelfCard;
  shelf: Shelf;
  drag: ShelfDrag;
  onMove: (id: string, shelf: Shelf) => void;
}

function Card({ card, shelf, drag, onMove }: CardProps): ReactNode {
  const held = drag.card?.id === card.id ? drag.card : null;
  const moved = held?.moved ?? null;
  const chosen = (name: string): void => {
    const target = SHELVES.find((each) => each === name);
    if (target === undefined || target === shelf) return;
    onMove(card.id, target);
    focusOn("choice", card.id);
  };
  return (
    <li
      className={classNames(styles.card, held !== null && styles.held)}
      style={moved === null ? undefined : { transform: `translate(${moved.x}px, ${moved.y}px)` }}
    >
      <button
        type="button"
        className={styles.grip}
        data-grip={card.id}
        aria-label={`Move ${card.name}`}
        aria-pressed={held !== null}
        title="Drag it, or press Space and use the arrow keys"
        {...drag.grip(card.id, card.name, shelf)}
      >
        <GripVertical size={18} aria-hidden="true" />
      </button>
      <OutsideArt src={card.imageUrl} size="small" />
      <span className={styles.words}>
        <span className={styles.title}>{card.name}</span>
        <span className={styles.note}>{card.note}</span>
      </span>
      <select
        className={styles.choice}
        data-choice={card.id}
        aria-label={`Mood of ${card.name}`}
        value={shelf}
        onChange={(event) => chosen(event.currentTarget.value)}
      >
        {SHELVES.map((each) => (
          <option key={each} value={each}>
            {shelfWord(each)}
          </option>
        ))}
      </select>
    </li>
  );
}
