/** Runs another program and waits for it; what it prints goes to the terminal unless it is asked for. */
import { spawn } from "node:child_process";

/** A program that could not be started or that ended with a failure. */
export class CommandError extends Error {
  /**
   * @param {string} message
   * @param {{ exitCode: number | null, output: string }} outcome
   */
  constructor(message, { exitCode, output }) {
    super(message);
    this.name = "CommandError";
    this.exitCode = exitCode;
    this.output = output;
  }
}

/**
 * Runs `command` to its end. With `capture` what it wrote is returned, and told in the error; without, it goes to the terminal.
 * @param {string} command
 * @param {readonly string[]} commandArguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, capture?: boolean, shell?: boolean }} [options]
 * @returns {Promise<{ stdout: string, stderr: string }>}
 * @throws {CommandError} when it cannot be started or ends with anything but 0
 */
export function runCommand(command, commandArguments, options = {}) {
  const { capture = false, ...spawnOptions } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, commandArguments, {
      ...spawnOptions,
      stdio: capture ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text) => (stdout += text));
    child.stderr?.setEncoding("utf8").on("data", (text) => (stderr += text));
    child.on("error", (error) => {
      reject(new CommandError(`${command} could not be started: ${error.message}`, { exitCode: null, output: "" }));
    });
    child.on("close", (exitCode, signal) => {
      if (exitCode === 0) return resolve({ stdout, stderr });
      const ending = signal === null ? `ended with ${exitCode}` : `was ended by ${signal}`;
      reject(new CommandError(`${command} ${ending}`, { exitCode, output: (stdout + stderr).trim() }));
    });
  });
}
