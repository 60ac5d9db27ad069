/** "What it has learned": mood by mood, in plain words; one thing or all of it can be forgotten. */
import { Eraser } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Learning } from "../../../contracts/learning.ts";
import { errorMessage } from "../../api-client.ts";
import { Banner } from "../../design/banner.tsx";
import { Button } from "../../design/button.tsx";
import { Panel } from "../../design/panel.tsx";
import { Sheet } from "../../design/sheet.tsx";
import { LearnedMood } from "./learned-mood.tsx";
import styles from "./learning-panel.module.css";
import { type ForgetTarget, useForget, useLearning } from "./learning-queries.ts";

export function LearningPanel(): ReactNode {
  const learning = useLearning();
  const forget = useForget();
  const [isAsking, setAsking] = useState(false);
  const run = (target: ForgetTarget): void => {
    setAsking(false);
    forget.mutate(target);
  };
  return (
    <Panel title="What it has learned">
      <p className={styles.soft}>
        What you hear to its end, skip, like or call wrong for a mood moves songs nearer or farther, in that mood most
        of all. It fades by half in two months and stays on your MoodSync server.
      </p>
      {learning.isError ? <Banner tone="error">{errorMessage(learning.error)}</Banner> : null}
      {learning.data === undefined ? null : (
        <Lessons learning={learning.data} busy={forget.isPending} onForget={run} onForgetAll={() => setAsking(true)} />
      )}
      <output className={styles.status}>{forget.isSuccess ? forget.data.text : ""}</output>
      {forget.isError ? <Banner tone="error">{errorMessage(forget.error)}</Banner> : null}
      <Sheet open={isAsking} title="Forget what it has learned" onClose={() => setAsking(false)}>
        <div className={styles.ask}>
          <p>
            Songs are then chosen by the mood alone, as on the first day. “Wrong mood”, “more like this” and “not this”
            are taken back. What you heard and your likes are kept.
          </p>
          <div className={styles.actions}>
            <Button variant="danger" onClick={() => run(null)}>
              Forget it all
            </Button>
            <Button variant="quiet" onClick={() => setAsking(false)}>
              Keep it
            </Button>
          </div>
        </div>
      </Sheet>
    </Panel>
  );
}

interface LessonsProps {
  learning: Learning;
  busy: boolean;
  onForget: (target: ForgetTarget) => void;
  onForgetAll: () => void;
}

function Lessons({ learning, busy, onForget, onForgetAll }: LessonsProps): ReactNode {
  const { observations, sinceMs, moods } = learning;
  if (observations === 0 || sinceMs === null) return <p>Nothing yet: it learns from the first song on.</p>;
  return (
    <>
      <p>
        From {observations === 1 ? "1 play or word" : `${observations} plays and words`} since {dateText(sinceMs)}.
      </p>
      {moods.map((mood) => (
        <LearnedMood key={mood.mood} mood={mood} busy={busy} onForget={onForget} />
      ))}
      <div>
        <Button size="small" icon={<Eraser size={16} aria-hidden="true" />} disabled={busy} onClick={onForgetAll}>
          Forget it all
        </Button>
      </div>
    </>
  );
}

function dateText(atMs: number): string {
  return new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" }).format(atMs);
}
