/** Runs `music-metadata` over a file with bounds on what it may read; choosing from what it finds is left to its callers. */
import { type IAudioMetadata, parseFromTokenizer } from "music-metadata";
import { type FileTokenizer, fromFile } from "strtok3";

/** What one parse may read in all, and in one piece: enough for large covers, not for a file that is all tag. */
const MOST_BYTES = 96 * 1024 * 1024;
const LARGEST_PIECE_BYTES = 24 * 1024 * 1024;
const MOST_READS = 200_000;

/** The parsed metadata, pictures included; null where the tags cannot be read. */
export async function parseMetadata(absolutePath: string, mimeType: string): Promise<IAudioMetadata | null> {
  return (await parse(absolutePath, mimeType, false)) ?? (await parse(absolutePath, mimeType, true));
}

async function parse(absolutePath: string, mimeType: string, skipCovers: boolean): Promise<IAudioMetadata | null> {
  const tokenizer = await fromFile(absolutePath, { fileInfo: { mimeType } }).catch(() => null);
  if (tokenizer === null) return null;
  try {
    bound(tokenizer);
    return await parseFromTokenizer(tokenizer, { skipCovers, duration: false });
  } catch {
    return null;
  } finally {
    await tokenizer.close();
  }
}

/** Makes a tokenizer give up on a file that would have it read without end, or one huge piece. */
function bound(tokenizer: FileTokenizer): void {
  const read = tokenizer.readBuffer.bind(tokenizer);
  const peek = tokenizer.peekBuffer.bind(tokenizer);
  let [bytes, reads] = [0, 0];
  const spend = (length: number): void => {
    bytes += length;
    reads++;
    if (length > LARGEST_PIECE_BYTES || bytes > MOST_BYTES || reads > MOST_READS)
      throw new RangeError("tags too large");
  };
  tokenizer.readBuffer = async (buffer, options) => {
    spend(options?.length ?? buffer.length);
    return read(buffer, options);
  };
  tokenizer.peekBuffer = async (buffer, options) => {
    spend(options?.length ?? buffer.length);
    return peek(buffer, options);
  };
}
