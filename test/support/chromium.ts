/** For scripts outside of `test`, where its packages are not found. */
export { chromium, type Page } from 'playwright-core';
