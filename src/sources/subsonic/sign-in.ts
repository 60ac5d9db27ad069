/**
 * How a request says whose it is: by API key (OpenSubsonic), by a salted token, or by the password itself where a server
 * is too old for tokens or keeps passwords only as hashes. What is kept is the least that will do: a token and its salt
 * do not tell the password, so the password is forgotten where the server takes tokens.
 */
import { createHash, randomBytes } from "node:crypto";

export type SignIn =
  | { kind: "api-key"; apiKey: string }
  | { kind: "token"; username: string; token: string; salt: string }
  | { kind: "password"; username: string; password: string };

/** The protocol version that is spoken to servers that do not ask for another. */
export const SPOKEN_API_VERSION = "1.16.1";
/** The name under which servers list this program. */
export const CLIENT_NAME = "MoodSync";

export function tokenSignIn(username: string, password: string, salt = randomBytes(16).toString("hex")): SignIn {
  const token = createHash("md5")
    .update(password + salt, "utf8")
    .digest("hex");
  return { kind: "token", username, token, salt };
}

/** The parameters that every request carries. */
export function signInParameters(signIn: SignIn, apiVersion: string): Record<string, string> {
  const common = { v: apiVersion, c: CLIENT_NAME, f: "json" };
  if (signIn.kind === "api-key") return { apiKey: signIn.apiKey, ...common };
  if (signIn.kind === "token") return { u: signIn.username, t: signIn.token, s: signIn.salt, ...common };
  // The protocol's own way of writing a password; it hides nothing, but survives any character.
  const p = `enc:${Buffer.from(signIn.password, "utf8").toString("hex")}`;
  return { u: signIn.username, p, ...common };
}
