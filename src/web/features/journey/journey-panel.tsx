/** How the songs go by the mood: match it, lead from it to another step by step, or stay where they are. */
import { Anchor, Equal, Route } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { MoodTarget } from "../../../contracts/common.ts";
import type { JourneyKind } from "../../../core/affect/journey.ts";
import { Panel } from "../../design/panel.tsx";
import { Segmented } from "../../design/segmented.tsx";
import { choosePlan, useFollowerStore } from "../../playback/follower-store.ts";
import { targetPoint } from "../../playback/music-plan.ts";
import { goalWord } from "../player/origin-name.ts";
import styles from "./journey-panel.module.css";
import { ShiftDraft, ShiftUnderWay } from "./shift-choice.tsx";
import { useWaySongs } from "./use-way-songs.ts";
import { WayPlane } from "./way-plane.tsx";

const KINDS = [
  { value: "match", label: "Match", icon: <Equal size={17} aria-hidden="true" /> },
  { value: "shift", label: "Shift", icon: <Route size={17} aria-hidden="true" /> },
  { value: "hold", label: "Hold", icon: <Anchor size={17} aria-hidden="true" /> },
] as const satisfies readonly { value: JourneyKind; label: string; icon: ReactNode }[];

export function JourneyPanel({ className }: { className?: string | undefined }): ReactNode {
  const plan = useFollowerStore((state) => state.plan);
  const [drafting, setDrafting] = useState(false);
  const kind = drafting ? "shift" : plan.kind;
  const choose = (chosen: JourneyKind): void => {
    setDrafting(chosen === "shift" && plan.kind !== "shift");
    if (chosen !== "shift") choosePlan({ kind: chosen });
  };
  return (
    <Panel label="How the music goes by your mood" className={className}>
      <Segmented label="How the music goes by your mood" wide value={kind} options={KINDS} onChange={choose} />
      {kind === "match" ? <p className={styles.note}>The songs fit your mood, and change when it does.</p> : null}
      {kind === "shift" ? (
        <p className={styles.note}>
          The songs begin at your mood and lead to another in small steps. Inspired by the iso principle of music
          therapy; no treatment.
        </p>
      ) : null}
      {plan.kind === "hold" && !drafting ? <Held at={plan.at} /> : null}
      {drafting ? <ShiftDraft onBegun={() => setDrafting(false)} /> : kind === "shift" ? <ShiftUnderWay /> : null}
    </Panel>
  );
}

function Held({ at }: { at: MoodTarget | null }): ReactNode {
  const songs = useWaySongs();
  if (at === null) return <p className={styles.note}>The music will stay at the first mood that you tell.</p>;
  const point = targetPoint(at);
  return (
    <>
      <p className={styles.note}>
        The music stays near <strong>{goalWord(point)}</strong>, whatever your face shows. Drag the point to hold it
        elsewhere.
      </p>
      <WayPlane
        path={[point]}
        reached={0}
        songs={songs}
        onDrag={([place]) => {
          if (place !== undefined) choosePlan({ kind: "hold", at: place });
        }}
      />
    </>
  );
}
