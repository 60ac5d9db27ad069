/**
 * Files that were made to do harm: bombs that unpack to hours of silence from a few kilobytes, tags of absurd size.
 * They are valid as far as a reader checks; what they claim is the attack.
 */

const FLAC_BLOCK = 65_535;

export interface FlacBombOptions {
  frames: number;
  /** What STREAMINFO claims; 0 for unknown. */
  totalSamples: number;
}

/** A FLAC file of constant blocks: each 15-byte frame unpacks to 65,535 samples of stereo silence at 44.1 kHz. */
export function flacBomb({ frames, totalSamples }: FlacBombOptions): Buffer {
  const info = Buffer.alloc(34);
  info.writeUInt16BE(FLAC_BLOCK, 0);
  info.writeUInt16BE(FLAC_BLOCK, 2);
  // 20 bits of rate, 3 of channels less one, 5 of bits less one, 36 of samples.
  const packed = (44_100n << 44n) | (1n << 41n) | (15n << 36n) | BigInt(totalSamples);
  info.writeBigUInt64BE(packed, 10);
  const head = Buffer.concat([Buffer.from("fLaC"), Buffer.of(0x80, 0, 0, 34), info]);
  return Buffer.concat([head, ...Array.from({ length: frames }, (_, number) => constantFlacFrame(number))]);
}

function constantFlacFrame(number: number): Buffer {
  // Block size in 16 bits that follow, 44.1 kHz, two channels, 16 bits a sample.
  const start = Buffer.concat([Buffer.of(0xff, 0xf8, 0x79, 0x18), codedNumber(number), Buffer.of(0xff, 0xfe)]);
  const header = Buffer.concat([start, Buffer.of(crc(start, 8, 0x07))]);
  const body = Buffer.concat([header, Buffer.of(0, 0, 0, 0, 0, 0)]);
  const tail = Buffer.alloc(2);
  tail.writeUInt16BE(crc(body, 16, 0x8005));
  return Buffer.concat([body, tail]);
}

/** A number coded as FLAC codes frame numbers, like UTF-8; up to 65,535 here. */
function codedNumber(number: number): Buffer {
  if (number < 0x80) return Buffer.of(number);
  if (number < 0x800) return Buffer.of(0xc0 | (number >> 6), 0x80 | (number & 0x3f));
  return Buffer.of(0xe0 | (number >> 12), 0x80 | ((number >> 6) & 0x3f), 0x80 | (number & 0x3f));
}

export interface OpusBombOptions {
  pages: number;
  /** What the last page's position claims; default what the packets unpack to. */
  claimedHours?: number;
}

/** An Ogg Opus file of empty packets: each two-byte packet unpacks to 120 ms, each page of 793 bytes to 30.6 s. */
export function opusBomb({ pages, claimedHours }: OpusBombOptions): Buffer {
  const head = Buffer.from("OpusHead\x01\x02\x00\x00\x80\xbb\x00\x00\x00\x00\x00", "latin1");
  const tags = Buffer.from("OpusTags\x00\x00\x00\x00\x00\x00\x00\x00", "latin1");
  // Two SILK frames of 60 ms, constant rate, no bytes at all: silence by discontinuous transmission.
  const packets = Array.from({ length: 255 }, () => Buffer.of((3 << 3) | 4 | 3, 2));
  const parts = [oggPage([head], 0n, 0, 2), oggPage([tags], 0n, 1, 0)];
  for (let page = 0; page < pages; page++) {
    const isLast = page === pages - 1;
    const claimed = BigInt(Math.round((claimedHours ?? 0) * 3600 * 48_000));
    const granule = isLast && claimed > 0n ? claimed : BigInt((page + 1) * 255 * 5760);
    parts.push(oggPage(packets, granule, page + 2, isLast ? 4 : 0));
  }
  return Buffer.concat(parts);
}

/** One Ogg page of small packets; `flags`: 2 first, 4 last. */
function oggPage(packets: readonly Buffer[], granule: bigint, sequence: number, flags: number): Buffer {
  const head = Buffer.alloc(27);
  head.write("OggS", 0, "latin1");
  head[5] = flags;
  head.writeBigInt64LE(granule, 6);
  head.writeUInt32LE(1, 14);
  head.writeUInt32LE(sequence, 18);
  head[26] = packets.length;
  const page = Buffer.concat([head, Buffer.from(packets.map((packet) => packet.length)), ...packets]);
  page.writeUInt32LE(crc(page, 32, 0x04c11db7), 22);
  return page;
}

/** An ID3v2.3 tag that holds one picture frame of the given size. */
export function id3WithPicture(pictureBytes: number): Buffer {
  const body = Buffer.concat([Buffer.from("\0image/png\0\x03\0", "latin1"), Buffer.alloc(pictureBytes)]);
  const frame = Buffer.alloc(10);
  frame.write("APIC", 0, "latin1");
  frame.writeUInt32BE(body.length, 4);
  return Buffer.concat([id3Header(frame.length + body.length), frame, body]);
}

/** The header of an ID3v2.3 tag that claims a size. */
export function id3Header(sizeBytes: number): Buffer {
  const head = Buffer.from("ID3\x03\0\0\0\0\0\0", "latin1");
  for (let i = 0; i < 4; i++) head[6 + i] = (sizeBytes >> (7 * (3 - i))) & 0x7f;
  return head;
}

/** A cyclic redundancy check, most significant bit first, from 0. */
function crc(bytes: Buffer, bits: 8 | 16 | 32, polynomial: number): number {
  const top = 2 ** (bits - 1);
  const mask = 2 ** bits - 1;
  let value = 0;
  for (const byte of bytes) {
    value = (value ^ (byte * 2 ** (bits - 8))) >>> 0;
    for (let bit = 0; bit < 8; bit++) {
      value = value >= top ? (((value * 2) & mask) ^ polynomial) >>> 0 : (value * 2) >>> 0;
    }
  }
  return value;
}

/** A FLAC file of half a minute of silence with the given tags, of whatever size and characters. */
export function flacWithTags(tags: Readonly<Record<string, string>>): Buffer {
  const sound = flacBomb({ frames: 20, totalSamples: 20 * FLAC_BLOCK });
  const sized = (bytes: Buffer): Buffer => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(bytes.length);
    return Buffer.concat([size, bytes]);
  };
  const comments = Object.entries(tags).map(([name, value]) => sized(Buffer.from(`${name}=${value}`)));
  const count = Buffer.alloc(4);
  count.writeUInt32LE(comments.length);
  const body = Buffer.concat([sized(Buffer.from("by hand")), count, ...comments]);
  // The last block of all, of type 4, behind a STREAMINFO that is the last no more.
  const head = Buffer.of(0x84, (body.length >> 16) & 0xff, (body.length >> 8) & 0xff, body.length & 0xff);
  const information = Buffer.from(sound.subarray(0, 42));
  information[4] = 0;
  return Buffer.concat([information, head, body, sound.subarray(42)]);
}
