/** Preloaded into a gateway, for tests of what it does about its own faults. */
const secret = 'cANARY-0123456789';

process.on('SIGUSR2', () => {
  if (process.env.FAULT === 'rejection') void Promise.reject(new Error(`cannot use ${secret}`));
  else
    setImmediate(() => {
      throw new TypeError(`cannot use ${secret}\nat all`);
    });
});
