/** Stands between browser and server and counts every byte that the server sends, headers and workers' requests included. */
import { connect, createServer } from "node:net";

/**
 * @param {number} serverPort on loopback
 * @returns {Promise<{url: string, sentBytes: () => number, close: () => void}>}
 */
export async function countingProxy(serverPort) {
  let sent = 0;
  const sockets = new Set();
  const proxy = createServer((client) => {
    const server = connect(serverPort, "127.0.0.1");
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
      socket.once("error", () => {
        client.destroy();
        server.destroy();
      });
    }
    server.on("data", (chunk) => (sent += chunk.length));
    client.pipe(server).pipe(client);
  });
  await new Promise((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${proxy.address().port}`,
    sentBytes: () => sent,
    close() {
      proxy.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
