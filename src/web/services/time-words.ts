/** Times of day and ages as the service pages say them. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `14:32`; with the day where it is not today's: `Mon 14:32`. In the listener's own time zone. */
export function clockTime(atMs: number, nowMs: number): string {
  const at = new Date(atMs);
  const time = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const today = at.toDateString() === new Date(nowMs).toDateString();
  return today ? time : `${at.toLocaleDateString("en-GB", { weekday: "short" })} ${time}`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/** `just now`, `5 minutes ago`, `3 hours ago`, `2 days ago`. */
export function agoText(atMs: number, nowMs: number): string {
  const passed = Math.max(0, nowMs - atMs);
  if (passed < MINUTE_MS) return "just now";
  if (passed < HOUR_MS) return `${counted(Math.floor(passed / MINUTE_MS), "minute")} ago`;
  if (passed < DAY_MS) return `${counted(Math.floor(passed / HOUR_MS), "hour")} ago`;
  return `${counted(Math.floor(passed / DAY_MS), "day")} ago`;
}
