/** Whether a process of this machine still runs. */

/** @param pid a process id; one of another user's counts as alive */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
