/**
 * Finds out how a server wants to be spoken to: which sign-in it takes, which version of the protocol, whether requests
 * may be sent as a form. Keeping what was found is left to the server's services.
 *
 * A user name and a password become a salted token. Only a server that says it takes none (protocol before 1.13, or
 * passwords kept as hashes) is given the password itself, and that only over https or within this machine or the
 * listener's own network.
 */
import { MoodSyncError } from "../../core/errors.ts";
import type { SubsonicCredentials } from "../../contracts/subsonic.ts";
import type { OutgoingQueue } from "../services/outgoing-queue.ts";
import type { AddressScope } from "./address-scope.ts";
import type { SubsonicAnswer } from "./answer-schemas.ts";
import { SPOKEN_API_VERSION, tokenSignIn, type SignIn } from "./sign-in.ts";
import { createSubsonicClient, type ServerTraits } from "./subsonic-client.ts";
import { compareVersions, requireApiVersion, subsonicError, TOKEN_API_VERSION } from "./subsonic-errors.ts";

export interface NegotiateOptions {
  address: string;
  credentials: SubsonicCredentials;
  queue: Pick<OutgoingQueue, "request">;
  /** Where the requests go, asked after the first one. */
  scope: () => AddressScope | null;
  signal?: AbortSignal | undefined;
}

export interface Negotiated {
  signIn: SignIn;
  traits: ServerTraits;
  server: { type: string | null; version: string | null; apiVersion: string; openSubsonic: boolean };
}

/**
 * @throws MoodSyncError `subsonic.wrong-password`, `subsonic.wrong-api-key`, `subsonic.api-key-needed`,
 * `subsonic.server-too-old`, `subsonic.password-needs-https`, `service.*`
 */
export async function negotiate(options: NegotiateOptions): Promise<Negotiated> {
  const { signIn, apiVersion, answer } = await findSignIn(options);
  requireApiVersion(answer.version);
  const { address, queue, signal } = options;
  const client = createSubsonicClient({ address, signIn, traits: { apiVersion, formPost: false }, queue });
  const extensions = answer.openSubsonic ? await client.extensions({ signal }).catch(ignoreRefusal) : [];
  return {
    signIn,
    traits: { apiVersion, formPost: extensions.includes("formPost") },
    server: {
      type: answer.type,
      version: answer.serverVersion,
      apiVersion: answer.version,
      openSubsonic: answer.openSubsonic,
    },
  };
}

interface Found {
  signIn: SignIn;
  apiVersion: string;
  answer: SubsonicAnswer;
}

async function findSignIn(options: NegotiateOptions): Promise<Found> {
  const { credentials } = options;
  if ("apiKey" in credentials) return await tryVersions(options, { kind: "api-key", apiKey: credentials.apiKey });
  const { username, password } = credentials;
  try {
    return await tryVersions(options, tokenSignIn(username, password));
  } catch (error) {
    if (!wantsPassword(error)) throw error;
    requireSafeWay(options);
    return await tryVersions(options, { kind: "password", username, password });
  }
}

/** Speaks the newest protocol; where the server finds that too new, the one that it says it speaks. */
async function tryVersions(options: NegotiateOptions, signIn: SignIn): Promise<Found> {
  const { address, queue, signal } = options;
  const ping = async (apiVersion: string): Promise<Found> => {
    const client = createSubsonicClient({ address, signIn, traits: { apiVersion, formPost: false }, queue });
    return { signIn, apiVersion, answer: await client.ping({ signal }) };
  };
  try {
    return await ping(SPOKEN_API_VERSION);
  } catch (error) {
    const theirs = refusedAsTooNew(error);
    if (theirs === null) throw error;
    requireApiVersion(theirs);
    if (signIn.kind === "token" && compareVersions(theirs, TOKEN_API_VERSION) < 0) throw subsonicError(41, null);
    return await ping(theirs);
  }
}

/** The server's own version where it refused ours as too new; null for any other failure. */
function refusedAsTooNew(error: unknown): string | null {
  if (!(error instanceof MoodSyncError) || error.details?.["subsonicCode"] !== 30) return null;
  const version = error.details["apiVersion"];
  return typeof version === "string" ? version : null;
}

/**
 * Whether a refused token means "not this way": the code for it (41), or a parameter that is missed (10), which can only
 * be the password, since a ping has no others.
 */
function wantsPassword(error: unknown): boolean {
  if (!(error instanceof MoodSyncError)) return false;
  const number = error.details?.["subsonicCode"];
  return number === 41 || number === 10;
}

function requireSafeWay({ address, scope }: NegotiateOptions): void {
  if (address.startsWith("https:") || scope() === "private") return;
  throw new MoodSyncError(
    "subsonic.password-needs-https",
    "This server takes no tokens, only the password itself, and that would cross the internet unprotected. Give an address that begins with https://.",
    { kind: "forbidden" },
  );
}

function ignoreRefusal(error: unknown): string[] {
  // Known to be announced and not answered; without extensions everything works as with any Subsonic server.
  if (error instanceof MoodSyncError && !error.code.startsWith("service.un")) return [];
  throw error;
}
