/** Where to and for how long: the way of a shift, before it begins and while it is walked. */
import { Route } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { MoodTarget } from "../../../contracts/common.ts";
import type { AffectPoint } from "../../../core/affect/emotion.ts";
import { planShift } from "../../../core/affect/journey.ts";
import { Button } from "../../design/button.tsx";
import { SelectField } from "../../design/select-field.tsx";
import { choosePlan, dragWay, placeOfMusic, useFollowerStore } from "../../playback/follower-store.ts";
import { goalOf, type ListLength, targetPoint } from "../../playback/music-plan.ts";
import { firstGoal, goalName, type GoalName, goalOptions } from "./goals.ts";
import styles from "./journey-panel.module.css";
import { type LengthName, lengthNamed, LENGTHS } from "./list-lengths.ts";
import { useReachedWaypoint, useWaySongs } from "./use-way-songs.ts";
import { WayPlane } from "./way-plane.tsx";

interface FieldsProps {
  goal: MoodTarget;
  length: LengthName;
  onGoal: (goal: MoodTarget) => void;
  onLength: (length: LengthName) => void;
}

function ShiftFields({ goal, length, onGoal, onLength }: FieldsProps): ReactNode {
  const pick = (name: GoalName): void => {
    if (name !== "point") onGoal({ name });
  };
  return (
    <div className={styles.fields}>
      <SelectField label="Where to?" value={goalName(goal)} options={goalOptions(goal)} onChange={pick} />
      <SelectField label="How long?" value={length} options={LENGTHS} onChange={onLength} />
    </div>
  );
}

/** The way as it would be; nothing changes until it is begun. */
export function ShiftDraft({ onBegun }: { onBegun: () => void }): ReactNode {
  // Again with every mood: until it begins, the way begins where the listener is.
  useFollowerStore((state) => state.target);
  const from = placeOfMusic();
  const [goal, setGoal] = useState<MoodTarget>(() => firstGoal(from));
  const [length, setLength] = useState<LengthName>("songs-25");
  const [drawn, setDrawn] = useState<readonly AffectPoint[] | null>(null);
  const path = drawn ?? planShift(targetPoint(from), targetPoint(goal)).path;
  const begin = (): void => {
    choosePlan({ kind: "shift", to: goal, length: lengthNamed(length), ...(drawn === null ? {} : { path: drawn }) });
    onBegun();
  };
  const drag = (next: readonly AffectPoint[]): void => {
    setDrawn(next);
    setGoal(goalOf(next, goal));
  };
  const choose = (next: MoodTarget): void => {
    setDrawn(null);
    setGoal(next);
  };
  return (
    <>
      <ShiftFields goal={goal} length={length} onGoal={choose} onLength={setLength} />
      <WayPlane path={path} reached={0} songs={[]} onDrag={drag} />
      <Button className={styles.begin} variant="primary" icon={<Route size={18} aria-hidden="true" />} onClick={begin}>
        Begin this way
      </Button>
    </>
  );
}

/** The way that is walked: its songs, and the present one among them; a drag chooses anew what follows. */
export function ShiftUnderWay(): ReactNode {
  const plan = useFollowerStore((state) => state.plan);
  const way = useFollowerStore((state) => state.way);
  const reached = useReachedWaypoint();
  const songs = useWaySongs();
  if (plan.kind !== "shift") return null;
  const again = (change: { to?: MoodTarget; length?: ListLength }): void =>
    choosePlan({ kind: "shift", to: plan.to, length: plan.length, ...change });
  return (
    <>
      <ShiftFields
        goal={plan.to}
        length={nameOf(plan.length)}
        onGoal={(to) => again({ to })}
        onLength={(name) => again({ length: lengthNamed(name) })}
      />
      {way === null ? null : (
        <>
          <WayPlane path={way.path} reached={reached ?? 0} songs={songs} onDrag={dragWay} />
          <output className={styles.note}>
            {progressText(reached, way.path.length, songs.filter(({ current }) => !current || reached !== null).length)}
          </output>
        </>
      )}
    </>
  );
}

function nameOf(length: ListLength): LengthName {
  const same = LENGTHS.find((one) => JSON.stringify(one.length) === JSON.stringify(length));
  return same?.value ?? "songs-25";
}

function progressText(reached: number | null, waypoints: number, songs: number): string {
  const lie = `${songs} song${songs === 1 ? "" : "s"} on the way`;
  return reached === null
    ? `${lie}; it begins after this song.`
    : `At waypoint ${reached + 1} of ${waypoints}. ${lie}.`;
}
