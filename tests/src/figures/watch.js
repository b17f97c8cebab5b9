// Milliseconds from the next click to the moment when these words stand on the page; without a
// click, never. Words that stand there already do not count.
(words) => new Promise((told) => {
  const count = () => document.body.textContent.split(words).length;
  const before = count();
  document.addEventListener('click', (event) => {
    const begun = event.timeStamp;
    const look = () => (count() > before ? told(performance.now() - begun) : setTimeout(look, 5));
    look();
  }, { once: true, capture: true });
})
