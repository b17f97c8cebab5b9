// The worker that draws the pages of a PDF. Messages that arrive before it listens wait for it.
import init from './pdf.js';

const early = [];
const keep = (event) => early.push(event);
self.addEventListener('message', keep);
try {
  await init({ module_or_path: '/pdf_bg.wasm' });
} catch (error) {
  // A rejected module would die in silence: this reaches the page as the worker's death.
  setTimeout(() => { throw error; });
}
self.removeEventListener('message', keep);
for (const event of early) self.dispatchEvent(new MessageEvent('message', { data: event.data }));
