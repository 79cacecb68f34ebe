// Usage: node summary.mjs REPORT TESTS CHECK: vitest's JSON report and the exit codes of the tests and of the check.
// Prints the tests that passed only when repeated, and `N passed, N failed`, where the check counts as one; exits 1 when
// anything failed.
// Plain JavaScript of any age: it runs under the machine's own Node, and also when the set-up failed.
import { existsSync, readFileSync } from 'node:fs';

const [report, tests, check] = process.argv.slice(2);

const results = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).testResults : [];
const outcomes = results.flatMap(({ status, assertionResults }) => {
  const own = assertionResults.map((assertion) => assertion.status);
  // A file that could not be loaded has failed without a test to show for it.
  return status === 'failed' && !own.includes('failed') ? [...own, 'failed'] : own;
});
for (const { name, assertionResults } of results)
  for (const { status, fullName, failureMessages } of assertionResults)
    if (status === 'passed' && failureMessages.length > 0)
      console.log(`passed at the second attempt: ${name}: ${fullName}: ${failureMessages[0].split('\n')[0]}`);
const count = (outcome) => outcomes.filter((each) => each === outcome).length;

let passed = count('passed');
let failed = count('failed');
// Set-up that failed, no test found, an error outside of any test: the exit code alone tells.
if (failed === 0 && (tests !== '0' || passed === 0)) failed = 1;
if (check === '0') passed += 1;
else failed += 1;

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
