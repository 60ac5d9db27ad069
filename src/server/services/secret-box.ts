/**
 * Encrypts what must not lie readable in the database: tokens and keys of the services outside. AES-256-GCM; the key
 * comes from MOODSYNC_SECRET or from a file that only this user may read. What is kept where is the repositories' affair.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { chmod, link, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { MoodSyncError } from "../../core/errors.ts";

export interface SecretBox {
  /** @param context what it belongs to, such as "spotify:1"; needed again, letter by letter, to open it */
  seal(plaintext: string, context: string): string;
  /** @throws MoodSyncError `secret.unreadable` when the key or the context differs, or the text was changed */
  open(sealed: string, context: string): string;
}

export interface SecretBoxOptions {
  /** Absolute path of the data folder, where the key file lies. */
  dataDir: string;
  /** MOODSYNC_SECRET; null to use the key file, which is made when it is missing. */
  secret: string | null;
}

const KEY_FILE = "secret.key";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Before every sealed text, so that another way of sealing can be told from this one. */
const VERSION = "v1.";

/** @throws MoodSyncError `secret.key-file` when the key file cannot be read or made */
export async function openSecretBox({ dataDir, secret }: SecretBoxOptions): Promise<SecretBox> {
  return createSecretBox(deriveKey(secret ?? (await readKeyFile(join(dataDir, KEY_FILE)))));
}

function createSecretBox(key: Uint8Array): SecretBox {
  return {
    seal(plaintext, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(context));
      const text = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
      return VERSION + Buffer.concat([nonce, cipher.getAuthTag(), text]).toString("base64url");
    },
    open(sealed, context) {
      try {
        if (!sealed.startsWith(VERSION)) throw new Error("sealed in another way");
        const bytes = Buffer.from(sealed.slice(VERSION.length), "base64url");
        const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
        if (tag.length !== TAG_BYTES) throw new Error("too short");
        const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES))
          .setAAD(Buffer.from(context))
          .setAuthTag(tag);
        const text = bytes.subarray(NONCE_BYTES + TAG_BYTES);
        return Buffer.concat([decipher.update(text), decipher.final()]).toString("utf8");
      } catch (cause) {
        throw new MoodSyncError(
          "secret.unreadable",
          "What was kept encrypted cannot be read: the key is another than before. Connect the service again.",
          { kind: "conflict", cause },
        );
      }
    },
  };
}

/** RFC 5869: a secret of any length and form becomes a key. */
function deriveKey(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, "moodsync", "secret-box aes-256-gcm v1", KEY_BYTES));
}

async function readKeyFile(file: string): Promise<string> {
  try {
    const key = (await readIfThere(file)) ?? (await makeKeyFile(file));
    if (key.length >= KEY_BYTES) return key;
  } catch (cause) {
    throw keyFileError(file, cause);
  }
  throw keyFileError(file, new Error("the file is too short to be a key"));
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    const key = (await readFile(file, "utf8")).trim();
    // A copy or a restored backup may have opened it to others.
    await chmod(file, 0o600);
    return key;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Makes the file whole or not at all; where two starters meet, the first one's key counts for both. */
async function makeKeyFile(file: string): Promise<string> {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}.tmp`;
  const handle = await open(draft, "wx", 0o600);
  try {
    await handle.writeFile(`${randomBytes(KEY_BYTES).toString("base64url")}\n`);
    await handle.sync();
    await handle.close();
    await link(draft, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  return (await readFile(file, "utf8")).trim();
}

function keyFileError(file: string, cause: unknown): MoodSyncError {
  return new MoodSyncError(
    "secret.key-file",
    `The key file ${file} cannot be used. Restore it, set MOODSYNC_SECRET, or delete it and connect the services again.`,
    { kind: "unavailable", cause },
  );
}
