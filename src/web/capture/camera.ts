/**
 * Opens and lists cameras: one stream of about 640 x 480, no sound. Every failure is a MoodSyncError with a CameraCode.
 * When to open and close one is left to camera-session.ts.
 */
import { cameraCodeOf, cameraError } from "./camera-problem.ts";
import type { CameraCircumstances } from "./camera-problem.ts";
import type { FeaturePolicy } from "./platform-types.ts";

export interface CameraDevice {
  id: string;
  /** As the system names it; "Camera n" until the listener has let a camera in. */
  label: string;
}

/** What the browser gives; a test gives its own. */
export interface CameraEnvironment {
  mediaDevices: Pick<MediaDevices, "getUserMedia" | "enumerateDevices"> | undefined;
  permissions: Pick<Permissions, "query"> | undefined;
  isSecureContext: boolean;
  /** Permissions Policy's answer for "camera", null where the browser does not tell. */
  allowedByPolicy: () => boolean | null;
}

/** The environment of this page. */
export function browserCameras(): CameraEnvironment {
  return {
    mediaDevices: navigator.mediaDevices,
    permissions: navigator.permissions,
    isSecureContext: globalThis.isSecureContext,
    allowedByPolicy() {
      const policy: FeaturePolicy | undefined = document.permissionsPolicy ?? document.featurePolicy;
      return policy?.allowsFeature("camera") ?? null;
    },
  };
}

/** What the browser would answer now, without asking the listener; null where it does not tell. */
export async function cameraPermission(environment: CameraEnvironment): Promise<PermissionStatus | null> {
  try {
    return (await environment.permissions?.query({ name: "camera" })) ?? null;
  } catch {
    return null;
  }
}

async function circumstancesOf(environment: CameraEnvironment): Promise<CameraCircumstances> {
  const permission = (await cameraPermission(environment))?.state ?? null;
  return { permission, allowedByPolicy: environment.allowedByPolicy() };
}

/**
 * Opens a camera; the browser asks the listener where it must.
 * A chosen camera that is gone gives way to any other one.
 * @param deviceId a `CameraDevice.id`, or null for the one that faces the listener
 * @throws MoodSyncError with a CameraCode
 */
export async function openCamera(environment: CameraEnvironment, deviceId: string | null): Promise<MediaStream> {
  if (!environment.isSecureContext) throw cameraError("camera.insecure-page");
  if (environment.mediaDevices === undefined) throw cameraError("camera.unsupported");
  const before = await circumstancesOf(environment);
  if (before.allowedByPolicy === false) throw cameraError("camera.denied-by-policy");
  // A camera blocked for this page gives no prompt: say so at once, without stirring the browser.
  if (before.permission === "denied") throw cameraError("camera.denied");
  const which = deviceId === null ? { facingMode: "user" } : { deviceId: { exact: deviceId } };
  const video = { ...which, width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } };
  try {
    return await environment.mediaDevices.getUserMedia({ video, audio: false });
  } catch (error) {
    const code = cameraCodeOf(error, await circumstancesOf(environment));
    const chosenIsGone = deviceId !== null && (code === "camera.unsuitable" || code === "camera.absent");
    if (chosenIsGone) return openCamera(environment, null);
    throw cameraError(code, error);
  }
}

/** The cameras that are plugged in; empty where the browser does not tell. */
export async function listCameras(environment: CameraEnvironment): Promise<CameraDevice[]> {
  try {
    const devices = (await environment.mediaDevices?.enumerateDevices()) ?? [];
    return devices
      .filter((device) => device.kind === "videoinput")
      .map((device, index) => ({ id: device.deviceId, label: device.label || `Camera ${index + 1}` }));
  } catch {
    return [];
  }
}
