// Puts this global's clocks ahead by so many milliseconds; called again, by another number.
((ahead) => {
  if (globalThis.scelleAhead) { globalThis.scelleAhead(ahead); return; }
  const RealDate = Date;
  const real = RealDate.now.bind(RealDate);
  const started = performance.now.bind(performance);
  let shift = ahead;
  class MovedDate extends RealDate {
    constructor(...given) { if (given.length) super(...given); else super(real() + shift); }
    static now() { return real() + shift; }
  }
  globalThis.Date = MovedDate;
  performance.now = () => started() + shift;
  Object.defineProperty(globalThis, 'scelleAhead', { value: (to) => { shift = to; } });
})
