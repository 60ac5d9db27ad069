/** The address of a music server as the listener gives it: what may be given, and one spelling for it. Pure. */
import { isIP } from "node:net";
import { MoodSyncError } from "../../core/errors.ts";

const LONGEST = 2000;

/**
 * The address without a slash at the end, to which `/rest/ping` and the like are added. A missing scheme is `http` for
 * an address of the listener's own network and `https` for any other; a pasted `/rest` and a page's query are dropped.
 * @throws MoodSyncError `subsonic.address-invalid` where it is no address, not http or https, or holds a user or password
 */
export function parseServerAddress(given: string): string {
  const text = given.trim();
  if (text === "" || text.length > LONGEST)
    throw invalid("Give the server's address, such as https://music.example.org.");
  const url = toUrl(text);
  if (url === null)
    throw invalid("This is not an address. It looks like https://music.example.org or 192.168.1.5:4533.");
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw invalid("The address must begin with http:// or https://.");
  }
  if (url.username !== "" || url.password !== "") {
    throw invalid("Leave user and password out of the address and give them below it: addresses are seen and logged.");
  }
  const path = url.pathname.replace(/\/+$/, "").replace(/\/rest$/, "");
  return `${url.protocol}//${url.host}${path}`;
}

function toUrl(text: string): URL | null {
  // "nas:4533" would parse as the scheme "nas:", so a scheme counts only with its slashes.
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return parse(text);
  if (/^(javascript|data|file|mailto|vbscript|blob|about):/i.test(text)) return null;
  const url = parse(`https://${text}`);
  if (url === null) return null;
  return isHomeName(url.hostname) ? parse(`http://${text}`) : url;
}

function parse(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.hostname === "" ? null : url;
}

/** Names that only a home network knows: an address, a single word, .local and the like. */
function isHomeName(hostname: string): boolean {
  const bare = hostname.replace(/^\[(.*)\]$/, "$1");
  return isIP(bare) !== 0 || !bare.includes(".") || /\.(local|lan|home|internal|home\.arpa)$/i.test(bare);
}

function invalid(message: string): MoodSyncError {
  return new MoodSyncError("subsonic.address-invalid", message, { kind: "invalid-input" });
}
