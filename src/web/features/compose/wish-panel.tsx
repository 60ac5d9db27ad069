/** What to compose: mood, length and seed, and the button that does it. */
import { Dices, PencilLine } from "lucide-react";
import type { FormEvent, ReactNode } from "react";
import { FEWEST_BARS, MOST_BARS } from "../../../core/composition/compose-request.ts";
import { attributesForMood } from "../../../core/composition/mood-attributes.ts";
import { Banner } from "../../design/banner.tsx";
import { Button, IconButton } from "../../design/button.tsx";
import { Panel } from "../../design/panel.tsx";
import { ProgressBar } from "../../design/progress-bar.tsx";
import { TextField } from "../../design/text-field.tsx";
import { composingProblem } from "../../composing/composing-problem.ts";
import { moodOfTarget } from "../../composing/mood-journey.ts";
import { drawSeed } from "../../composing/seeds.ts";
import { clockText } from "../../playback/time-text.ts";
import type { ChosenTarget } from "../../mood-store.ts";
import { MoodChoice } from "./mood-choice.tsx";
import { draftStore, useDraft } from "./page-draft.ts";
import styles from "./wish-panel.module.css";

/** How long so many bars take at the mood's own tempo; null where the text is no number of bars. */
function roughLength(target: ChosenTarget, bars: string): string | null {
  const count = Number(bars);
  if (!Number.isInteger(count) || count < FEWEST_BARS || count > MOST_BARS) return null;
  const { tempo } = attributesForMood(moodOfTarget(target));
  return clockText((count * 4 * 60_000) / tempo);
}

export function WishPanel(): ReactNode {
  const target = useDraft((state) => state.target);
  const problem = useDraft((state) => state.problem);
  const busy = useDraft((state) => state.composing !== null);
  const { wish, compose } = draftStore.getState();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void compose();
  };
  return (
    <Panel title="A piece for a mood">
      <form className={styles.form} onSubmit={submit} noValidate>
        <MoodChoice value={target} onChange={(next) => wish({ target: next })} />
        <WishNumbers />
        {problem?.field === null ? (
          <Banner tone="error" title="Nothing was composed">
            <p>{composingProblem(problem.error)}</p>
          </Banner>
        ) : null}
        {busy ? (
          <ComposingProgress />
        ) : (
          <Button type="submit" variant="primary" size="large" icon={<PencilLine size={20} aria-hidden="true" />}>
            Compose
          </Button>
        )}
      </form>
    </Panel>
  );
}

function WishNumbers(): ReactNode {
  const target = useDraft((state) => state.target);
  const bars = useDraft((state) => state.bars);
  const seed = useDraft((state) => state.seed);
  const problem = useDraft((state) => state.problem);
  const { wish } = draftStore.getState();
  const length = roughLength(target, bars);
  const sentence = (field: "bars" | "seed"): string | null =>
    problem?.field === field ? composingProblem(problem.error) : null;
  return (
    <div className={styles.numbers}>
      <TextField
        label="Bars"
        inputMode="numeric"
        autoComplete="off"
        maxLength={6}
        value={bars}
        hint={length === null ? `${FEWEST_BARS} to ${MOST_BARS}` : `about ${length}`}
        error={sentence("bars")}
        onChange={(event) => wish({ bars: event.currentTarget.value })}
      />
      <div className={styles.seed}>
        <TextField
          label="Seed"
          inputMode="numeric"
          autoComplete="off"
          maxLength={12}
          value={seed}
          hint="same seed, same piece"
          error={sentence("seed")}
          onChange={(event) => wish({ seed: event.currentTarget.value })}
        />
        <IconButton
          label="Another seed"
          icon={<Dices size={20} aria-hidden="true" />}
          onClick={() => wish({ seed: String(drawSeed()) })}
        />
      </div>
    </div>
  );
}

function ComposingProgress(): ReactNode {
  const composing = useDraft((state) => state.composing);
  const { cancel } = draftStore.getState();
  if (composing === null) return null;
  const words = `${composing.done} of ${composing.of} bars`;
  return (
    <div className={styles.progress}>
      <p aria-hidden="true">{words}</p>
      <ProgressBar label="Composing" share={composing.done / composing.of} valueText={words} />
      <Button onClick={cancel}>Stop</Button>
    </div>
  );
}
