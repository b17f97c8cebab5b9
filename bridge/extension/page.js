// In the page, apart from its scripts: carries {scelleBridge: id, op, body} to the worker and the
// answer back. It knows no operation and keeps nothing. The program starts at the first call, and
// again after it has gone: a page that asks for no card starts none.
"use strict";

const post = (message) => window.postMessage(message, window.origin);
let port = null;

function open() {
  const opened = chrome.runtime.connect({ name: "scelle-bridge" });
  opened.onMessage.addListener((message) =>
    post({ scelleAnswer: message.id, status: message.status, answer: message.answer }));
  opened.onDisconnect.addListener(() => {
    if (port === opened) port = null;
    post({ scelleAnswer: null, status: 503, answer: null });
  });
  return opened;
}

window.addEventListener("message", (event) => {
  // Only the page itself: a frame in it has another source, an opener another origin.
  if (event.source !== window || event.origin !== window.origin) return;
  const { scelleBridge: id, op, body } = event.data ?? {};
  if (!Number.isSafeInteger(id) || typeof op !== "string") return;
  try {
    port ??= open();
    port.postMessage({ id, op, body });
  } catch {
    // The extension itself was renewed or taken away under the page.
    port = null;
    post({ scelleAnswer: null, status: 503, answer: null });
  }
});
