/** For scripts outside of `test`, where its packages are not found. */
export { chromium } from 'playwright-core';
