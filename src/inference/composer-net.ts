/**
 * One step of the composer's network: tokens and conditions in, logits and state out. Runs with one row, or with two for
 * guidance: one that is told what is asked, one that is told nothing. Which token is taken is left to `composer-bar.ts`.
 */
import { CONDITION_SIZE } from "../core/composition/condition-vector.ts";
import { MoodSyncError } from "../core/errors.ts";
import type { ComposerConfig } from "./model-config.ts";
import type { InferenceSession, Tensor } from "./runtimes/inference-runtime.ts";

/** What the network remembers: h and c, each float32 [layers, rows, units]. Never changed once made. */
export interface ComposerMemory {
  readonly h: Tensor;
  readonly c: Tensor;
}

export interface ComposerStep {
  /** [vocabulary], guided where there are two rows. */
  logits: Float32Array;
  memory: ComposerMemory;
}

export interface ComposerNet {
  /** Before the first token. */
  emptyMemory(): ComposerMemory;
  /** Feed one token with what is asked while it holds. @throws MoodSyncError `model.output-shape` */
  step(token: number, condition: Float32Array, memory: ComposerMemory): Promise<ComposerStep>;
}

/**
 * The network with a fixed weight of guidance (Ho and Salimans 2022): logits of the step that is told nothing, plus
 * `guidance` times what being told changes. At 1 only the told row is run.
 */
export function createComposerNet(session: InferenceSession, config: ComposerConfig, guidance: number): ComposerNet {
  const rows = guidance === 1 ? 1 : 2;
  const { layers, units } = config.state;
  const size = config.vocabulary.length;
  const dims = [layers, rows, units];
  return {
    emptyMemory() {
      const zeros: Tensor = { data: new Float32Array(layers * rows * units), dims };
      return { h: zeros, c: zeros };
    },
    async step(token, condition, { h, c }) {
      const conditions = new Float32Array(rows * CONDITION_SIZE);
      conditions.set(condition);
      if (rows === 2) conditions.set(untold(condition), CONDITION_SIZE);
      const outputs = await session.run(
        { condition: { data: conditions, dims: [rows, CONDITION_SIZE] }, h, c },
        { token: { data: new BigInt64Array(rows).fill(BigInt(token)), dims: [rows] } },
      );
      const logits = checked(outputs, "logits", [rows, size]);
      const memory = { h: checked(outputs, "h_out", dims), c: checked(outputs, "c_out", dims) };
      return { logits: rows === 1 ? logits.data : guided(logits.data, size, guidance), memory };
    },
  };
}

/** The same place in the piece with every wish withheld. */
function untold(condition: Float32Array): Float32Array {
  const place = CONDITION_SIZE - 2;
  const vector = new Float32Array(CONDITION_SIZE);
  vector.set(condition.subarray(place), place);
  return vector;
}

function guided(logits: Float32Array, size: number, guidance: number): Float32Array {
  const mixed = new Float32Array(size);
  for (let id = 0; id < size; id++) {
    const without = logits[size + id]!;
    mixed[id] = without + guidance * (logits[id]! - without);
  }
  return mixed;
}

function checked(outputs: Record<string, Tensor>, name: string, dims: readonly number[]): Tensor {
  const tensor = outputs[name];
  const fits = tensor?.dims.length === dims.length && dims.every((side, i) => tensor.dims[i] === side);
  if (tensor !== undefined && fits) return tensor;
  throw new MoodSyncError(
    "model.output-shape",
    `The composer's output "${name}" is [${tensor?.dims.join(", ") ?? "missing"}], not [${dims.join(", ")}].`,
  );
}
