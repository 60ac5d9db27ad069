/** The programs as a person starts them: `npm start`'s script from another folder, and `bin/moodsync` in a pipe. */
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ensureBuilt } from "../../scripts/ensure-built.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

let folder: string;

beforeEach(async () => {
  // What these tests start would build it otherwise, and their time with it.
  await ensureBuilt();
  folder = await mkdtemp(path.join(tmpdir(), "moodsync-start-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Program = ChildProcessByStdio<null, Readable, Readable>;

function start(script: string, programArguments: readonly string[], env: NodeJS.ProcessEnv = {}): Program {
  return spawn(process.execPath, [path.join(ROOT, script), ...programArguments], {
    cwd: folder,
    env: {
      ...process.env,
      MOODSYNC_DATA_DIR: path.join(folder, "data"),
      LOG_LEVEL: "silent",
      MOODSYNC_STARTER: "off",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Everything that the stream brings until its end, told as it comes. */
function gather(stream: Readable, onText: (text: string) => void = () => undefined): Promise<string> {
  let text = "";
  stream.setEncoding("utf8").on("data", (part: string) => {
    text += part;
    onText(text);
  });
  return once(stream, "end").then(() => text);
}

async function outcome(program: Program) {
  const [stdout, stderr, [exitCode]] = await Promise.all([
    gather(program.stdout),
    gather(program.stderr),
    once(program, "close"),
  ]);
  return { stdout, stderr, exitCode: Number(exitCode) };
}

it("npm start serves from any folder, moves to the next free port aloud, and stops in order", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const address = taken.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const program = start("scripts/start.mjs", [], { PORT: String(port) });
  const url = await new Promise<string>((resolve) => {
    void gather(program.stdout, (text) => {
      const found = /ready at (\S+)/u.exec(text)?.[1];
      if (found === undefined) return;
      expect(text).toContain(`Port ${port} is taken`);
      resolve(found);
    });
  });
  expect(Number(new URL(url).port)).toBeGreaterThan(port);
  const page = await fetch(url);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("<title>");
  for (const asset of ["models/face-emotion/model.onnx", "runtime/ort-wasm-simd-threaded.wasm"]) {
    const response = await fetch(`${url}/${asset}`, { headers: { "accept-encoding": "br" } });
    expect(response.status, asset).toBe(200);
    expect(response.headers.get("content-encoding"), asset).toBe("br");
  }
  program.kill("SIGTERM");
  const [exitCode] = await once(program, "close");
  expect(exitCode).toBe(0);
  taken.close();
});

it("bin/moodsync answers with the exit code of what it ran, results on stdout and remarks on stderr", async () => {
  expect(await outcome(start("bin/moodsync", ["playlist", "grumpy"]))).toMatchObject({ exitCode: 2, stdout: "" });
  expect(await outcome(start("bin/moodsync", ["playlist", "happy"]))).toMatchObject({ exitCode: 3, stdout: "" });
  const list = await outcome(start("bin/moodsync", ["library", "list", "--json"]));
  expect(list).toEqual({ exitCode: 0, stdout: "[\n]\n", stderr: "" });
});

it("bin/moodsync ends quietly when the reader of its pipe does", async () => {
  const program = start("bin/moodsync", ["--help"]);
  program.stdout.destroy();
  const [errors, [exitCode]] = await Promise.all([gather(program.stderr), once(program, "close")]);
  expect(errors).toBe("");
  expect(exitCode).toBe(0);
});
