/** Preloaded into a gateway: from one SIGUSR2 to the next, its event loop is held for 300 ms, again and again. */
let holding = false;

function hold() {
  if (!holding) return;
  const until = performance.now() + 300;
  while (performance.now() < until);
  setTimeout(hold, 30);
}

process.on('SIGUSR2', () => {
  holding = !holding;
  hold();
});
