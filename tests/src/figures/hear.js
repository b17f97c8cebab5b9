// Notes when the worker's answers with documents come in, without touching them.
(() => {
  let heard = null;
  const listen = EventTarget.prototype.addEventListener;
  const now = () => performance.timeOrigin + performance.now();
  globalThis.Worker = class extends Worker {
    constructor(...how) {
      super(...how);
      listen.call(this, 'message', ({ data }) => {
        if (String(data?.answer ?? '').startsWith('{"Documents"')) heard ??= now();
      });
    }
  };
  // From the next click to rows on the page, drawn.
  globalThis.scelleRows = () => new Promise((told) => {
    document.addEventListener('click', (event) => {
      const asked = performance.timeOrigin + event.timeStamp;
      heard = null;
      const look = () => {
        if (document.querySelectorAll('ol.acts > li').length < 10) { setTimeout(look, 5); return; }
        requestAnimationFrame(() => setTimeout(() => told({ asked, heard, shown: now() })));
      };
      look();
    }, { once: true, capture: true });
  });
})();
