// What no client can do without: the bytes moved, and SubtleCrypto over them, MiB by MiB.
(() => {
  const MIB = 1 << 20, PART = 4 * MIB;
  const timed = async (work) => { const begun = performance.now(); await work(); return performance.now() - begun; };
  const key = () => crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const nonce = (number) => { const iv = new Uint8Array(12); new DataView(iv.buffer).setUint32(7, number); return iv; };
  const segment = () => { const bytes = new Uint8Array(MIB); for (let at = 0; at < MIB; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536)); return bytes; };
  return {
    // In parts of 4 MiB, one after the other.
    sent: async (origin, length) => {
      const part = new Uint8Array(PART);
      return timed(async () => {
        for (let at = 0; at < length; at += PART) {
          const answer = await fetch(`${origin}/in/part`, { method: 'PUT', body: part });
          if (!answer.ok) throw new Error(`nginx says ${answer.status}`);
        }
      });
    },
    fetched: (origin, length) => timed(async () => {
      for (let at = 0; at < length; at += PART) {
        const range = `bytes=${at}-${Math.min(at + PART, length) - 1}`;
        const answer = await fetch(`${origin}/file`, { headers: { range }, cache: 'no-store' });
        if ((await answer.arrayBuffer()).byteLength !== Math.min(PART, length - at)) throw new Error('a short answer');
      }
    }),
    sealed: async (_, length) => {
      const [secret, clear] = [await key(), segment()];
      return timed(async () => {
        for (let number = 0; number < length / MIB; number += 1) {
          await crypto.subtle.digest('SHA-256', await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce(number) }, secret, clear));
        }
      });
    },
    opened: async (_, length) => {
      const secret = await key();
      const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce(0) }, secret, segment());
      return timed(async () => {
        for (let number = 0; number < length / MIB; number += 1) {
          await crypto.subtle.digest('SHA-256', sealed);
          await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce(0) }, secret, sealed);
        }
      });
    },
  };
})()
