/** Asks a supysonic in the plainest way, past all of our own code, to see whether something really arrived there. */
import { SUPYSONIC_USER } from "./supysonic.ts";

/** The content of `subsonic-response`. */
// The tests assert the shape themselves.
// oxlint-disable-next-line typescript/no-explicit-any
export async function askSupysonic(url: string, method: string, parameters: Record<string, string> = {}): Promise<any> {
  const { username, password } = SUPYSONIC_USER;
  const query = new URLSearchParams({ u: username, p: password, v: "1.10.2", c: "test", f: "json", ...parameters });
  const answer = await fetch(`${url}/rest/${method}?${query.toString()}`);
  const body: { "subsonic-response": unknown } = await answer.json();
  return body["subsonic-response"];
}
