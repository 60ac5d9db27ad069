/**
 * One frame in flight, never a queue: a frame that comes while another is being read is dropped and counted.
 * Pure bookkeeping; who grabs and who reads frames is left to frame-source.ts and face-worker-client.ts.
 */

export interface FrameCounts {
  /** Frames sent to be read. */
  sent: number;
  /** Frames that came while another was in flight. */
  dropped: number;
  /** Frames read. */
  read: number;
}

export interface FrameGate {
  /** Whether a frame may go now; where not, it is counted as dropped. Opens a flight when it says true. */
  admit: (nowMs: number) => boolean;
  /** Whether `admit` would say yes; counts nothing. */
  isFree: () => boolean;
  /** Counts a frame that was not grabbed because the gate was not free. */
  skip: () => void;
  /** The frame in flight came back, read or failed. */
  landed: () => void;
  /** How long the frame in flight has been under way, 0 when none is. */
  flightMs: (nowMs: number) => number;
  counts: () => FrameCounts;
  /** Counts start at 0; a flight under way still lands. */
  resetCounts: () => void;
}

/** Creates a gate that is open and free. */
export function createFrameGate(): FrameGate {
  let departedAtMs: number | null = null;
  let counts: FrameCounts = { sent: 0, dropped: 0, read: 0 };
  const isFree = () => departedAtMs === null;
  return {
    isFree,
    skip() {
      counts.dropped += 1;
    },
    admit(nowMs) {
      if (!isFree()) {
        counts.dropped += 1;
        return false;
      }
      departedAtMs = nowMs;
      counts.sent += 1;
      return true;
    },
    landed() {
      if (departedAtMs === null) return;
      departedAtMs = null;
      counts.read += 1;
    },
    flightMs: (nowMs) => (departedAtMs === null ? 0 : Math.max(0, nowMs - departedAtMs)),
    counts: () => ({ ...counts }),
    resetCounts() {
      counts = { sent: 0, dropped: 0, read: 0 };
    },
  };
}
