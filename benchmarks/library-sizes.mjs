/** Over how many tracks the benchmarks of the library go, and how they take the time. */

/** `MOODSYNC_BENCH_TRACKS=1000,10000` measures fewer. */
export const LIBRARY_SIZES = (process.env.MOODSYNC_BENCH_TRACKS ?? "1000,10000,100000,1000000").split(",").map(Number);

/**
 * Milliseconds by the clock, and of processor time of this whole process: on a machine that others use the first says
 * how busy it was, the second what the work took.
 * @template Result
 * @param {() => Promise<Result> | Result} work
 * @returns {Promise<{ wallMs: number, cpuMs: number, result: Result }>}
 */
export async function timed(work) {
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  const result = await work();
  const wallMs = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs, cpuMs: (user + system) / 1000, result };
}

/** Collects `timed` for figures of both kinds. */
export function createTimes() {
  const wall = [];
  const cpu = [];
  return {
    wall,
    cpu,
    async add(work) {
      const { wallMs, cpuMs, result } = await timed(work);
      wall.push(wallMs);
      cpu.push(cpuMs);
      return result;
    },
  };
}
