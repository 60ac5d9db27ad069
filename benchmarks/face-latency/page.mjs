/**
 * In the page: three readers of faces, each from a 640x480 canvas to emotion probabilities.
 * Every frame is given to all three before the next, in turning order, so that a noisy moment hits all alike.
 */
const WIDTH = 640;
const HEIGHT = 480;

const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
const context = canvas.getContext("2d", { willReadFrequently: true });

/** What each contestant computes with, said beside the figures. */
const engines = {};

/** @param {{getBackend: () => string, getThreadsCount?: () => number}} tf a TensorFlow.js */
function engineOf(tf) {
  try {
    return `${tf.getBackend()}, ${tf.getThreadsCount()} thread(s)`;
  } catch {
    // The bundle of face-api looks for the count in a copy of the engine that it does not run.
    return `${tf.getBackend()}, as many threads as it takes`;
  }
}

/** MoodSync: the app's own worker, a transferred bitmap a frame. */
async function moodsync(workerUrl) {
  const worker = new Worker(workerUrl, { type: "module" });
  let lastId = 0;
  const ask = (request, transfer = []) =>
    new Promise((resolve, reject) => {
      const id = ++lastId;
      const listener = ({ data }) => {
        if (data?.id !== id || typeof data.kind !== "string") return;
        worker.removeEventListener("message", listener);
        if (data.kind === "failed") reject(new Error(data.error.message));
        else resolve(data);
      };
      worker.addEventListener("message", listener);
      worker.postMessage({ ...request, id }, transfer);
    });
  const { report } = await ask({ kind: "load" });
  engines.moodsync = `${report.threads} thread(s)`;
  return async (timestampMs) => {
    const picture = await createImageBitmap(canvas);
    const { reading } = await ask({ kind: "frame", picture, timestampMs }, [picture]);
    return { faces: reading.faces.filter((face) => face.usable).length, detected: reading.timings.detectMs > 0 };
  };
}

/** Human: detector and emotion net, nothing cached from an earlier frame, since each frame is to be read. */
async function human() {
  const { default: Human } = await import("/peers/@vladmandic/human/dist/human.esm.js");
  const reader = new Human({
    backend: "wasm",
    wasmPath: "/peers/@tensorflow/tfjs-backend-wasm/dist/",
    modelBasePath: "/peers/@vladmandic/human/models/",
    cacheSensitivity: 0,
    filter: { enabled: false },
    gesture: { enabled: false },
    body: { enabled: false },
    hand: { enabled: false },
    object: { enabled: false },
    face: {
      enabled: true,
      detector: { skipFrames: 0, skipTime: 0 },
      mesh: { enabled: false },
      iris: { enabled: false },
      description: { enabled: false },
      emotion: { enabled: true, skipFrames: 0, skipTime: 0, minConfidence: 0 },
    },
  });
  await reader.load();
  engines.human = engineOf(reader.tf);
  return async () => {
    const { face } = await reader.detect(canvas);
    return { faces: face.filter((one) => one.emotion?.length > 0).length };
  };
}

/** face-api: tiny detector and expression net. */
async function faceApi() {
  const api = await import("/peers/@vladmandic/face-api/dist/face-api.esm.js");
  api.tf.setWasmPaths("/peers/@tensorflow/tfjs-backend-wasm/dist/");
  await api.tf.setBackend("wasm");
  await api.tf.ready();
  engines["face-api"] = engineOf(api.tf);
  await api.nets.tinyFaceDetector.loadFromUri("/peers/@vladmandic/face-api/model/");
  await api.nets.faceExpressionNet.loadFromUri("/peers/@vladmandic/face-api/model/");
  // At its default of 0.5 it overlooks the face in one frame of six, and what overlooks it is no peer.
  const options = new api.TinyFaceDetectorOptions({ scoreThreshold: 0.3 });
  const element = document.createElement("canvas");
  element.width = WIDTH;
  element.height = HEIGHT;
  const drawing = element.getContext("2d", { willReadFrequently: true });
  return async () => {
    drawing.drawImage(canvas, 0, 0);
    const faces = await api.detectAllFaces(element, options).withFaceExpressions();
    return { faces: faces.length };
  };
}

/**
 * @param {{workerUrl: string, frames: number, warmUp: number}} options
 * @returns {Promise<Record<string, {ms: number, faces: number, detected?: boolean}[]>>}
 */
globalThis.measure = async ({ workerUrl, frames, warmUp }) => {
  const pixels = new Uint8ClampedArray(await (await fetch("/frames.bin")).arrayBuffer());
  const frameBytes = WIDTH * HEIGHT * 4;
  const distinct = pixels.length / frameBytes;
  const contestants = [
    ["moodsync", await moodsync(workerUrl)],
    ["human", await human()],
    ["face-api", await faceApi()],
  ];
  const samples = { moodsync: [], human: [], "face-api": [] };
  for (let i = 0; i < warmUp + frames; i++) {
    const start = (i % distinct) * frameBytes;
    context.putImageData(new ImageData(pixels.slice(start, start + frameBytes), WIDTH, HEIGHT), 0, 0);
    for (let turn = 0; turn < contestants.length; turn++) {
      const [name, read] = contestants[(i + turn) % contestants.length];
      const startedAt = performance.now();
      const outcome = await read((i * 1000) / 30);
      const ms = performance.now() - startedAt;
      if (i >= warmUp) samples[name].push({ ms, ...outcome });
    }
  }
  return samples;
};
globalThis.engines = engines;
