import { describe, expect, it } from "vitest";
import { createFrameGate } from "./frame-gate.ts";

describe("createFrameGate", () => {
  it("lets one frame fly and drops the rest until it lands", () => {
    const gate = createFrameGate();
    expect([gate.admit(0), gate.admit(33), gate.admit(66)]).toEqual([true, false, false]);
    gate.landed();
    expect(gate.admit(99)).toBe(true);
    expect(gate.counts()).toEqual({ sent: 2, dropped: 2, read: 1 });
  });

  it("counts frames that were not even grabbed", () => {
    const gate = createFrameGate();
    gate.skip();
    expect(gate.counts().dropped).toBe(1);
    expect(gate.isFree()).toBe(true);
  });

  it("tells how long a frame has been under way", () => {
    const gate = createFrameGate();
    expect(gate.flightMs(100)).toBe(0);
    gate.admit(100);
    expect(gate.flightMs(350)).toBe(250);
  });

  it("does not count a landing without a flight", () => {
    const gate = createFrameGate();
    gate.landed();
    expect(gate.counts().read).toBe(0);
  });

  it("keeps a flight when the counts start anew", () => {
    const gate = createFrameGate();
    gate.admit(0);
    gate.resetCounts();
    expect(gate.counts()).toEqual({ sent: 0, dropped: 0, read: 0 });
    expect(gate.isFree()).toBe(false);
  });
});
