/** The face net's card in plain words: how often it is right, on which faces it fails, how far to believe its figures. */
import type { ReactNode } from "react";
import { describeMood } from "../../../core/affect/mood-words.ts";
import { Banner } from "../../design/banner.tsx";
import { MoodDot } from "../../design/mood-dot.tsx";
import { Panel } from "../../design/panel.tsx";
import { Spinner } from "../../design/spinner.tsx";
import { percent } from "../mood-display/emotion-order.ts";
import { ConfusionTable } from "./confusion-table.tsx";
import { mistakeSentence, recallsOf } from "./confusion-words.ts";
import styles from "./model-card.module.css";
import type { ModelFacts } from "./model-facts.ts";
import { useModelFacts } from "./use-model-facts.ts";

/** A share of 1 with one decimal, as a figure to be held to. */
function exactly(share: number): string {
  return `${(share * 100).toFixed(1)}\u00a0%`;
}

function Headline({ facts }: { facts: ModelFacts }): ReactNode {
  const { truth, n, dataset, interval95, split } = facts;
  return (
    <>
      <p className={styles.headline}>
        <strong className={styles.figure}>{exactly(facts.accuracy)}</strong>
        <span>
          of {n === null ? "its" : n.toLocaleString("en")} test faces{dataset === null ? "" : ` (${dataset})`} are read{" "}
          {truth === "votes" ? "as most of ten people saw them." : "as people had labelled them."}
        </span>
      </p>
      {interval95 === null ? null : (
        <p className={styles.text}>
          With so many faces, chance alone would move that between {exactly(interval95[0])} and {exactly(interval95[1])}{" "}
          (95 % interval).
        </p>
      )}
      <p className={styles.text}>
        {split === "untouched"
          ? "They are faces that it never learned from and that no choice was made on."
          : "It never learned from these faces, but choices in its training were made by them, which flatters it a little."}
        {truth === "votes"
          ? " The answer with the most votes counts; faces with a tie, or with an answer outside the seven, are left out."
          : null}
      </p>
    </>
  );
}

function PerFace({ facts }: { facts: ModelFacts }): ReactNode {
  const recalls = recallsOf(facts).toReversed();
  if (recalls.length === 0) return null;
  const [worst, second] = recalls.toReversed();
  return (
    <section className={styles.part}>
      <h3 className={styles.name}>Face by face</h3>
      <p className={styles.text}>How many of the faces that show it are read as it.</p>
      <ul className={styles.bars}>
        {recalls.map(({ emotion, share }) => (
          <li key={emotion} className={styles.bar} data-mood={emotion}>
            <span className={styles.word}>
              <MoodDot emotion={emotion} />
              {describeMood(emotion)}
            </span>
            <span className={styles.groove} aria-hidden="true">
              <span className={styles.fill} style={{ "--share": share.toFixed(3) }} />
            </span>
            <span className={styles.percent}>{percent(share)}</span>
          </li>
        ))}
      </ul>
      {worst === undefined || second === undefined ? null : (
        <p>
          It fails most on {describeMood(worst.emotion)} and {describeMood(second.emotion)} faces:{" "}
          {percent(1 - worst.share)} and {percent(1 - second.share)} of them are taken for something else.
        </p>
      )}
    </section>
  );
}

function Mistakes({ facts }: { facts: ModelFacts }): ReactNode {
  const { confusion } = facts;
  if (confusion === null) return null;
  return (
    <section className={styles.part}>
      <h3 className={styles.name}>What it takes for what</h3>
      <ConfusionTable confusion={confusion} />
      <ul className={styles.sentences}>
        {recallsOf(facts)
          .slice(0, 3)
          .map(({ emotion }) => (
            <li key={emotion}>{mistakeSentence(emotion, confusion)}</li>
          ))}
      </ul>
    </section>
  );
}

function Belief({ facts }: { facts: ModelFacts }): ReactNode {
  const { calibrationError, macroF1, withoutLeaks, happyAgainstSad, ferPlus, labels } = facts;
  const lines = [
    calibrationError === null
      ? null
      : `When it says that it is 70 % sure, it should be right 7 times in 10. On average it is off by ${(calibrationError * 100).toFixed(1)} points.`,
    happyAgainstSad === null
      ? null
      : `Telling happy from sad alone, it is right for ${exactly(happyAgainstSad.accuracy)} of ${happyAgainstSad.n.toLocaleString("en")} faces.`,
    ferPlus === null
      ? null
      : `Against a second set of labels, each the majority of ten people (FER+), it is right for ${exactly(ferPlus.accuracy)} of ${ferPlus.n.toLocaleString("en")}.`,
    labels === null
      ? null
      : `The data set's own labels are one person's word each. A second answer of the same net, trained for them, matches ${exactly(labels.accuracy)} of ${labels.n.toLocaleString("en")}: the figure to compare with other nets'.`,
    withoutLeaks === null
      ? null
      : `The data set holds some test faces in its training part too, pixel for pixel. With those left out of the test, ${exactly(withoutLeaks.accuracy)} of ${withoutLeaks.n.toLocaleString("en")} are right.`,
    macroF1 === null ? null : `Macro-F1, where rare faces count as much as common ones: ${macroF1.toFixed(3)}.`,
  ].filter((line) => line !== null);
  if (lines.length === 0) return null;
  return (
    <section className={styles.part}>
      <h3 className={styles.name}>How far to believe it</h3>
      <ul className={styles.sentences}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

function Provenance({ facts }: { facts: ModelFacts }): ReactNode {
  const { weightsSha256, bytes, date } = facts;
  const parts = [
    date === null ? null : `Weights of ${date}`,
    bytes === null ? null : `${(bytes / 1_000_000).toFixed(1)} MB`,
    weightsSha256 === null ? null : `SHA-256 ${weightsSha256.slice(0, 12)}…`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : <p className={styles.text}>{parts.join(" · ")}</p>;
}

/** Every figure is read from the config.json that ships with the weights; a missing one is passed over. */
export function ModelCard(): ReactNode {
  const { data: facts, isError, isPending } = useModelFacts();
  return (
    <Panel title="On faces it had never seen">
      {isPending ? (
        <output className={styles.loading}>
          <Spinner /> Fetching its figures …
        </output>
      ) : null}
      {isError ? <Banner tone="warning">The figures of the face net can't be fetched at the moment.</Banner> : null}
      {facts === undefined ? null : (
        <>
          <Headline facts={facts} />
          <PerFace facts={facts} />
          <Mistakes facts={facts} />
          <Belief facts={facts} />
          <Provenance facts={facts} />
        </>
      )}
    </Panel>
  );
}
