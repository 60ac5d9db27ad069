import { describe, expect, it, vi } from "vitest";
import { cameraPermission, listCameras, openCamera } from "./camera.ts";
import type { CameraEnvironment } from "./camera.ts";

type GetUserMedia = MediaDevices["getUserMedia"];

function stream(): MediaStream {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- openCamera hands it on unseen
  return {} as MediaStream;
}

interface Setting {
  permission?: PermissionState;
  getUserMedia?: GetUserMedia;
  allowedByPolicy?: boolean | null;
  secure?: boolean;
}

function environment({ permission, getUserMedia, allowedByPolicy = null, secure = true }: Setting): CameraEnvironment {
  return {
    mediaDevices: { getUserMedia: getUserMedia ?? (async () => stream()), enumerateDevices: async () => [] },
    permissions:
      permission === undefined
        ? undefined
        : {
            // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the state is read
            query: async () => ({ state: permission }) as PermissionStatus,
          },
    isSecureContext: secure,
    allowedByPolicy: () => allowedByPolicy,
  };
}

function failing(name: string, message = ""): GetUserMedia {
  return () => Promise.reject(new DOMException(message, name));
}

describe("openCamera", () => {
  it("asks for a small picture of the listener and no sound", async () => {
    const getUserMedia = vi.fn<GetUserMedia>(async () => stream());
    await openCamera(environment({ getUserMedia }), null);
    expect(getUserMedia).toHaveBeenCalledWith({
      audio: false,
      video: { facingMode: "user", width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } },
    });
  });

  it("does not stir the browser where the answer is known", async () => {
    const getUserMedia = vi.fn<GetUserMedia>(async () => stream());
    const cases = [
      [environment({ getUserMedia, permission: "denied" }), "camera.denied"],
      [environment({ getUserMedia, allowedByPolicy: false }), "camera.denied-by-policy"],
      [environment({ getUserMedia, secure: false }), "camera.insecure-page"],
      [{ ...environment({ getUserMedia }), mediaDevices: undefined }, "camera.unsupported"],
    ] as const;
    await Promise.all(cases.map(([given, code]) => expect(openCamera(given, null)).rejects.toMatchObject({ code })));
    expect(getUserMedia).not.toHaveBeenCalled();
  });

  it("tells a closed prompt from a system that refuses by what the permission says afterwards", async () => {
    const getUserMedia = failing("NotAllowedError");
    await expect(openCamera(environment({ getUserMedia, permission: "prompt" }), null)).rejects.toMatchObject({
      code: "camera.dismissed",
    });
    await expect(openCamera(environment({ getUserMedia, permission: "granted" }), null)).rejects.toMatchObject({
      code: "camera.denied-by-system",
    });
  });

  it("takes any other camera where the chosen one is gone", async () => {
    const getUserMedia = vi
      .fn<GetUserMedia>(async () => stream())
      .mockRejectedValueOnce(new DOMException("", "OverconstrainedError"));
    await openCamera(environment({ getUserMedia }), "gone");
    expect(getUserMedia.mock.calls.map(([constraints]) => constraints?.video)).toMatchObject([
      { deviceId: { exact: "gone" } },
      { facingMode: "user" },
    ]);
  });

  it("gives up where there is no other camera either", async () => {
    const getUserMedia = vi.fn<GetUserMedia>(failing("NotFoundError"));
    await expect(openCamera(environment({ getUserMedia }), "gone")).rejects.toMatchObject({ code: "camera.absent" });
    expect(getUserMedia).toHaveBeenCalledTimes(2);
  });
});

describe("cameraPermission", () => {
  it("is null where the browser cannot be asked", async () => {
    const asked = environment({});
    expect(await cameraPermission(asked)).toBeNull();
    const refusing = { ...asked, permissions: { query: () => Promise.reject(new TypeError("camera")) } };
    expect(await cameraPermission(refusing)).toBeNull();
  });
});

function device(kind: MediaDeviceKind, deviceId: string, label: string): MediaDeviceInfo {
  return { kind, deviceId, label, groupId: "", toJSON: () => null };
}

describe("listCameras", () => {
  it("names what has no name yet, leaves microphones out, and survives a refusal", async () => {
    const given = environment({});
    const listing = (devices: MediaDeviceInfo[]): CameraEnvironment => ({
      ...given,
      mediaDevices: { getUserMedia: async () => stream(), enumerateDevices: async () => devices },
    });
    const cameras = await listCameras(
      listing([device("audioinput", "m", "Mic"), device("videoinput", "a", ""), device("videoinput", "b", "USB")]),
    );
    expect(cameras).toEqual([
      { id: "a", label: "Camera 1" },
      { id: "b", label: "USB" },
    ]);
    expect(await listCameras({ ...given, mediaDevices: undefined })).toEqual([]);
  });
});
