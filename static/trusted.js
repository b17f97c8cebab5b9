// The one Trusted Types policy of the page (docs/decisions/0003-trusted-types.md).
// Leptos fills <template> elements with the markup of its views. That markup comes from our own
// source, never from a document or from the network; the policy holds it to that: plain elements
// and attributes of an allow-list, no script, no handler, no style, no foreign address.

const TAGS = new Set(('a article aside b br button canvas circle code dd details dialog div dl dt em fieldset '
  + 'figcaption figure footer form g h1 h2 h3 h4 header hr img input kbd label legend li main meter nav ol optgroup '
  + 'option p path pre progress rect section select small span strong summary sup svg table tbody td text '
  + 'textarea th thead time tr ul use').split(' '));

const ATTRIBUTES = new Set(('accept alt autocapitalize autocomplete autofocus checked class cols cx cy d datetime '
  + 'dir disabled download fill for height hidden href id inert label lang list low high max maxlength min minlength '
  + 'multiple name novalidate open optimum placeholder points r readonly rel required role rows rx ry scope selected '
  + 'size spellcheck src step stroke tabindex target title transform type value viewbox width x x1 x2 y y1 y2')
  .split(' '));

const TOKEN = /<!--[^>-]*-->|<!>|<\/?([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z][A-Za-z0-9-]*(?:="[^"<>]*")?)*)\s*\/?>|[^<]+/gy;
const ATTRIBUTE = /([A-Za-z][A-Za-z0-9-]*)(?:="([^"<>]*)")?/g;
const ADDRESS = /^(?:#|\/(?!\/)|blob:)/;

function goodAttribute(name, value) {
  const known = ATTRIBUTES.has(name) || /^aria-[a-z]+$/.test(name);
  const address = name !== 'href' && name !== 'src';
  return known && (address || ADDRESS.test(value ?? ''));
}

function goodMarkup(markup) {
  TOKEN.lastIndex = 0;
  let end = 0;
  for (let token; end < markup.length && (token = TOKEN.exec(markup)); end = TOKEN.lastIndex) {
    if (token[1] === undefined) continue;
    if (!TAGS.has(token[1].toLowerCase())) return false;
    for (const [, name, value] of token[2].matchAll(ATTRIBUTE)) {
      if (!goodAttribute(name.toLowerCase(), value)) return false;
    }
  }
  return end === markup.length;
}

const WORKERS = new Set(['/vault-boot.js', '/strength-boot.js', '/pdf-boot.js']);

if (globalThis.trustedTypes) {
  trustedTypes.createPolicy('default', {
    createHTML(markup) {
      if (!goodMarkup(markup)) throw new TypeError('markup outside the allow-list');
      return markup;
    },
    createScriptURL(address) {
      if (!WORKERS.has(address)) throw new TypeError('worker outside the allow-list');
      return address;
    },
  });
}
