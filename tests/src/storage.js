// Everything that this origin keeps in the browser, as text; bytes as their Latin-1 characters.
(async () => {
  const bytes = (buffer) => Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('');
  const plain = (value) => {
    if (value instanceof ArrayBuffer) return bytes(value);
    if (ArrayBuffer.isView(value)) return bytes(value.buffer);
    if (value instanceof CryptoKey) return `key ${value.algorithm.name} extractable=${value.extractable}`;
    if (Array.isArray(value)) return value.map(plain);
    if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]));
    return value;
  };
  const asked = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const found = { local: { ...localStorage }, session: { ...sessionStorage }, databases: {}, files: {}, caches: [] };
  for (const { name } of await indexedDB.databases()) {
    const database = await asked(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const objects = database.transaction(store).objectStore(store);
      found.databases[`${name}/${store}`] = [await asked(objects.getAllKeys()), plain(await asked(objects.getAll()))];
    }
    database.close();
  }
  const walk = async (folder, path) => {
    for await (const [name, handle] of folder) {
      if (handle.kind === 'directory') await walk(handle, `${path}/${name}`);
      else found.files[`${path}/${name}`] = bytes(await (await handle.getFile()).arrayBuffer());
    }
  };
  await walk(await navigator.storage.getDirectory(), '');
  for (const name of await caches.keys()) found.caches.push(name);
  return JSON.stringify(found);
})()
