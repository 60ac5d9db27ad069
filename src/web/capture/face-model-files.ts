/**
 * Fetches a model's two files from our own server. Checking them against each other is left to inference/load-model.ts.
 */
import { MoodSyncError } from "../../core/errors.ts";
import type { ModelFiles } from "../../inference/load-model.ts";

async function fetched(url: string, reader: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw new MoodSyncError(`${reader}.unreachable`, `${url} could not be fetched.`, { kind: "unavailable", cause });
  }
  if (response.ok) return response;
  const kind = response.status === 404 ? "not-found" : "unavailable";
  const what = response.status === 404 ? "missing" : "unreachable";
  throw new MoodSyncError(`${reader}.${what}`, `${url} answered ${response.status}.`, { kind });
}

/**
 * Both files of one model, fetched side by side.
 * @param name folder under /models
 * @param reader what the errors' codes begin with
 * @throws MoodSyncError `<reader>.unreachable`, `<reader>.missing`
 */
export async function fetchModelFiles(name: string, reader = "face-reader"): Promise<ModelFiles> {
  const [config, modelBytes] = await Promise.all([
    fetched(`/models/${name}/config.json`, reader).then((response) => response.json() as Promise<unknown>),
    fetched(`/models/${name}/model.onnx`, reader).then((response) => response.arrayBuffer()),
  ]);
  return { config, modelBytes: new Uint8Array(modelBytes) };
}
