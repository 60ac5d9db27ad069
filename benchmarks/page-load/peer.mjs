/** The peer: `@vladmandic/human` with its detector and emotion net, from an empty page to the first face that is read. */
async function openCamera() {
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
  await video.play();
  return video;
}

async function loadHuman() {
  const { default: Human } = await import("/peers/@vladmandic/human/dist/human.esm.js");
  const reader = new Human({
    backend: "wasm",
    wasmPath: "/peers/@tensorflow/tfjs-backend-wasm/dist/",
    modelBasePath: "/peers/@vladmandic/human/models/",
    warmup: "none",
    filter: { enabled: false },
    gesture: { enabled: false },
    body: { enabled: false },
    hand: { enabled: false },
    object: { enabled: false },
    face: {
      enabled: true,
      mesh: { enabled: false },
      iris: { enabled: false },
      description: { enabled: false },
      emotion: { enabled: true, minConfidence: 0 },
    },
  });
  await reader.load();
  return reader;
}

// As the app does: the camera starts while models are on their way.
const [video, reader] = await Promise.all([openCamera(), loadHuman()]);
for (;;) {
  const { face } = await reader.detect(video);
  if (face.some((one) => one.emotion?.length > 0)) break;
  await new Promise((resolve) => requestAnimationFrame(resolve));
}
globalThis.firstReading(performance.now());
