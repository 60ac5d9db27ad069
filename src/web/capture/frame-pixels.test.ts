import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Picture } from "./face-worker-protocol.ts";
import { createFramePixels } from "./frame-pixels.ts";

const drawn = vi.fn<() => void>();

class FakeCanvas {
  readonly width: number;
  readonly height: number;
  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
  }
  getContext() {
    return {
      canvas: this,
      drawImage: drawn,
      getImageData: () => ({ data: new Uint8ClampedArray(this.width * this.height * 4) }),
    };
  }
}

interface FrameSetting {
  width?: number;
  height?: number;
  format?: string;
  rotation?: number;
  /** The engine leaves the wish for another format unheard. */
  deaf?: boolean;
  refuses?: boolean;
}

function frame(setting: FrameSetting = {}) {
  const { width = 4, height = 2, format = "I420", rotation = 0, deaf = false, refuses = false } = setting;
  const copyTo = vi.fn<(target: Uint8ClampedArray) => Promise<void>>(async (target) => {
    if (refuses) throw new DOMException("", "NotSupportedError");
    target.fill(7);
  });
  const made = {
    displayWidth: width,
    displayHeight: height,
    visibleRect: { width, height },
    format,
    rotation,
    flip: false,
    allocationSize: () => (deaf ? width * height * 1.5 : width * height * 4),
    copyTo,
    close: () => undefined,
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the parts of a VideoFrame that are read
  return { picture: made as unknown as Picture, copyTo };
}

beforeEach(() => vi.stubGlobal("OffscreenCanvas", FakeCanvas));
afterEach(() => {
  vi.unstubAllGlobals();
  drawn.mockClear();
});

describe("createFramePixels", () => {
  it("copies a frame that needs nothing done to it", async () => {
    const { picture, copyTo } = frame();
    const image = await createFramePixels().read(picture, 640);
    expect(image).toMatchObject({ width: 4, height: 2 });
    expect([...image.data]).toEqual(Array.from({ length: 32 }, () => 7));
    expect(copyTo).toHaveBeenCalledWith(expect.anything(), { format: "RGBA" });
    expect(drawn).not.toHaveBeenCalled();
  });

  it.each([
    ["a frame that must shrink", { width: 1280, height: 720 }, 640, 360],
    ["a turned frame", { rotation: 90 }, 4, 2],
    ["a frame in another order of colours", { format: "BGRA" }, 4, 2],
    ["a frame of an engine that does not convert", { deaf: true }, 4, 2],
    ["a frame of an engine that says so", { refuses: true }, 4, 2],
  ] as const)("draws %s", async (_, setting, width, height) => {
    const image = await createFramePixels().read(frame(setting).picture, 640);
    expect(image).toMatchObject({ width, height });
    expect(image.data).toHaveLength(width * height * 4);
    expect(drawn).toHaveBeenCalledOnce();
  });

  it("asks an engine that cannot convert but once", async () => {
    const pixels = createFramePixels();
    await pixels.read(frame({ refuses: true }).picture, 640);
    const second = frame();
    await pixels.read(second.picture, 640);
    expect(second.copyTo).not.toHaveBeenCalled();
  });

  it("draws a bitmap", async () => {
    const bitmap: Picture = { width: 3, height: 3, close: () => undefined };
    await expect(createFramePixels().read(bitmap, 640)).resolves.toMatchObject({ width: 3, height: 3 });
  });
});
