// Where an act's time goes in the vault worker: what it waits for, and how long for nothing else.
(() => {
  const spans = [];
  let asked = 0, answered = 0;
  const wrap = (owner, name, word) => {
    const plain = owner[name];
    owner[name] = function (...given) {
      const begun = performance.now(), what = word(...given);
      const answer = plain.apply(this, given);
      const span = { what, begun, handed: performance.now(), ended: Infinity };
      spans.push(span);
      const end = () => { span.ended = performance.now(); };
      if (answer instanceof IDBRequest) answer.transaction.addEventListener('complete', end);
      else if (answer instanceof Promise) answer.then(end, end);
      else end();
      return answer;
    };
  };
  for (const [name, word] of [['encrypt', 'sealed'], ['decrypt', 'opened'], ['digest', 'hashed'], ['importKey', 'key taken in']]) {
    wrap(SubtleCrypto.prototype, name, () => word);
  }
  wrap(globalThis, 'fetch', (request) => `${request.method} answered`);
  wrap(Response.prototype, 'arrayBuffer', () => 'answer taken in');
  wrap(Blob.prototype, 'arrayBuffer', () => 'file read');
  wrap(IDBObjectStore.prototype, 'put', () => 'kept in the browser');
  globalThis.addEventListener('message', ({ data }) => {
    if (/"(Deposit|Open)"/.test(data?.ask ?? '')) { asked = performance.now(); answered = 0; }
  });
  const post = globalThis.postMessage;
  globalThis.postMessage = function (message, ...more) {
    if (/^\{"(Deposited|Content)"/.test(message?.answer ?? '')) answered = performance.now();
    return post.call(this, message, ...more);
  };
  const union = (some) => {
    let [total, until] = [0, asked];
    for (const { begun, ended } of [...some].sort((a, b) => a.begun - b.begun)) {
      const end = Math.min(ended, answered);
      if (end > until) { total += end - Math.max(begun, until); until = end; }
    }
    return total;
  };
  globalThis.scelleParts = () => {
    const of = (what) => {
      const some = spans.filter((span) => span.what === what && span.begun < answered);
      return { what, times: some.length, wall: union(some), handing: some.reduce((sum, span) => sum + span.handed - span.begun, 0) };
    };
    const all = spans.filter((span) => span.begun < answered);
    const told = { whole: answered - asked, alone: answered - asked - union(all), parts: [...new Set(all.map((span) => span.what))].map(of) };
    // Here and not when the next act begins: the worker hears of it first, and has asked the host by then.
    spans.length = 0;
    return told;
  };
})()
