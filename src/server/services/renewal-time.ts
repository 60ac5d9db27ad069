/** When a standing playlist is due, in the server's local time. Pure, but for the time zone. */
import type { RenewalSchedule } from "../../contracts/standing-playlists.ts";

const DAYS = { daily: 1, weekly: 7 } as const;

/**
 * The next time that the schedule asks for a renewal after `lastMs`; null where it is off. A last renewal that lies in the
 * future (the clock was set back since) counts as one of now, so that nothing waits for years or comes in a storm.
 * @param lastMs the last renewal, or when the schedule was set where that is later
 */
export function nextRenewalMs(schedule: RenewalSchedule, lastMs: number, nowMs: number): number | null {
  if (schedule.every === "off") return null;
  const last = Math.min(lastMs, nowMs);
  const days = DAYS[schedule.every];
  const next = new Date(last);
  next.setHours(schedule.hour, 0, 0, 0);
  // Daily: the next such hour. Weekly: that hour of the day a week on.
  if (days > 1 || next.getTime() <= last) next.setDate(next.getDate() + days);
  // An hour that the change to summer time leaves out is moved on by the calendar itself.
  return next.getTime();
}

/** Whether a renewal is due. */
export function isDue(schedule: RenewalSchedule, lastMs: number, nowMs: number): boolean {
  const next = nextRenewalMs(schedule, lastMs, nowMs);
  return next !== null && nowMs >= next;
}
