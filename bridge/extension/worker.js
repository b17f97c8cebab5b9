// Carries messages between a page and the program scelle-bridge. The origin is the one that the
// browser tells of the sender, never one that a message names.
"use strict";

const HOST = "scelle.bridge";

chrome.runtime.onConnect.addListener((page) => {
  const origin = page.sender?.origin;
  // Top-level documents only, and only those of the manifest.
  if (!origin || page.sender.frameId !== 0) return page.disconnect();
  const bridge = chrome.runtime.connectNative(HOST);
  bridge.onMessage.addListener((message) => page.postMessage(message));
  bridge.onDisconnect.addListener(() => page.disconnect());
  page.onDisconnect.addListener(() => bridge.disconnect());
  page.onMessage.addListener(({ id, op, body }) => bridge.postMessage({ id, origin, op, body }));
});
