/** Writes samples as RIFF WAVE, in every sample format that the reader takes. */

export type WavSample = "int8" | "int16" | "int24" | "int32" | "float32" | "float64";

export interface WavOptions {
  sampleRateHz: number;
  sample?: WavSample;
  /** WAVE_FORMAT_EXTENSIBLE instead of the plain header. */
  extensible?: boolean;
}

const BYTES: Record<WavSample, number> = { int8: 1, int16: 2, int24: 3, int32: 4, float32: 4, float64: 8 };

/** Encodes channels (one or more of the same length, -1..1) as a WAV file. */
export function encodeWav(channels: readonly Float32Array[], options: WavOptions): Buffer {
  const { sampleRateHz, sample = "int16", extensible = false } = options;
  const bytes = BYTES[sample];
  const frames = channels[0]?.length ?? 0;
  const data = Buffer.alloc(frames * channels.length * bytes);
  for (let i = 0, offset = 0; i < frames; i++) {
    for (const channel of channels) {
      writeSample(data, offset, channel[i]!, sample);
      offset += bytes;
    }
  }
  const format = formatChunk(channels.length, sampleRateHz, sample, extensible);
  return riff([chunk("fmt ", format), chunk("data", data)]);
}

/** A chunk of a RIFF file; `declaredSize` lets a test lie about its length. */
export function chunk(id: string, body: Buffer, declaredSize = body.length): Buffer {
  const head = Buffer.alloc(8);
  head.write(id, 0, "latin1");
  head.writeUInt32LE(declaredSize, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

/** Wraps chunks in the RIFF header. */
export function riff(chunks: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from("WAVE"), ...chunks]);
  return Buffer.concat([chunk("RIFF", body)]);
}

/** The format chunk. */
export function formatChunk(
  channelCount: number,
  sampleRateHz: number,
  sample: WavSample,
  extensible: boolean,
): Buffer {
  const bytes = BYTES[sample];
  const tag = sample.startsWith("float") ? 3 : 1;
  const body = Buffer.alloc(extensible ? 40 : 16);
  body.writeUInt16LE(extensible ? 0xfffe : tag, 0);
  body.writeUInt16LE(channelCount, 2);
  body.writeUInt32LE(sampleRateHz, 4);
  body.writeUInt32LE((sampleRateHz * channelCount * bytes) % 2 ** 32, 8);
  body.writeUInt16LE((channelCount * bytes) % 2 ** 16, 12);
  body.writeUInt16LE(bytes * 8, 14);
  if (extensible) {
    body.writeUInt16LE(22, 16);
    body.writeUInt16LE(bytes * 8, 18);
    body.writeUInt16LE(tag, 24);
    Buffer.from("000000001000800000aa00389b71", "hex").copy(body, 26);
  }
  return body;
}

function writeSample(data: Buffer, offset: number, value: number, sample: WavSample): void {
  const clipped = Math.max(-1, Math.min(1, value));
  if (sample === "int8") data[offset] = Math.round(clipped * 127) + 128;
  else if (sample === "int16") data.writeInt16LE(Math.round(clipped * 32_767), offset);
  else if (sample === "int24") data.writeIntLE(Math.round(clipped * 8_388_607), offset, 3);
  else if (sample === "int32") data.writeInt32LE(Math.round(clipped * 2_147_483_647), offset);
  else if (sample === "float32") data.writeFloatLE(value, offset);
  else data.writeDoubleLE(value, offset);
}
