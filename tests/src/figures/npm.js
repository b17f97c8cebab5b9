// Two libraries of the npm registry over the same bytes, bundled for the measured page alone: both
// seal to a public key and open again, whole, in memory, and send nothing.
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import * as openpgp from 'openpgp';

const content = (length) => {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 65536) crypto.getRandomValues(bytes.subarray(at, Math.min(at + 65536, length)));
  return bytes;
};
const timed = async (work) => { const begun = performance.now(); const made = await work(); return [made, performance.now() - begun]; };

const age = async (length) => {
  const clear = content(length), identity = await generateX25519Identity();
  const encrypter = new Encrypter(), decrypter = new Decrypter();
  encrypter.addRecipient(await identityToRecipient(identity));
  decrypter.addIdentity(identity);
  const [sealed, seal] = await timed(() => encrypter.encrypt(clear));
  const [opened, open] = await timed(() => decrypter.decrypt(sealed));
  if (opened.length !== length || opened[length - 1] !== clear[length - 1]) throw new Error('age gives other bytes');
  return { seal, open };
};

// In the form of RFC 9580 with AES-GCM, which is its quickest.
const pgp = async (length) => {
  const config = { aeadProtect: true, preferredAEADAlgorithm: openpgp.enums.aead.gcm };
  const clear = content(length);
  const { privateKey, publicKey } = await openpgp.generateKey({ type: 'curve25519', userIDs: [{ name: 'A' }], format: 'object', config });
  const [sealed, seal] = await timed(async () => {
    const message = await openpgp.createMessage({ binary: clear });
    return openpgp.encrypt({ message, encryptionKeys: publicKey, format: 'binary', config });
  });
  const [opened, open] = await timed(async () => {
    const message = await openpgp.readMessage({ binaryMessage: sealed });
    return openpgp.decrypt({ message, decryptionKeys: privateKey, format: 'binary', config });
  });
  if (opened.data.length !== length || opened.data[length - 1] !== clear[length - 1]) throw new Error('openpgp gives other bytes');
  return { seal, open };
};

globalThis.scelleNpm = { age, pgp };
