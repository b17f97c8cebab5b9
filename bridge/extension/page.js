// In the page, apart from its scripts: carries {scelleBridge: id, op, body} to the worker and the
// answer back. It knows no operation and keeps nothing.
"use strict";

const port = chrome.runtime.connect({ name: "scelle-bridge" });
const post = (message) => window.postMessage(message, window.origin);

port.onMessage.addListener((message) =>
  post({ scelleAnswer: message.id, status: message.status, answer: message.answer }));
port.onDisconnect.addListener(() => post({ scelleAnswer: null, status: 503, answer: null }));

window.addEventListener("message", (event) => {
  // Only the page itself: a frame in it has another source, an opener another origin.
  if (event.source !== window || event.origin !== window.origin) return;
  const { scelleBridge: id, op, body } = event.data ?? {};
  if (!Number.isSafeInteger(id) || typeof op !== "string") return;
  port.postMessage({ id, op, body });
});
