// Adds up the results of all test projects and prints the one closing line.
// With WALLSTREET_SKIPS=refuse a skipped test fails the run unless its reason stands in eng/allowed-skips.txt.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
let passed = 0, failed = 0, skipped = 0;
const skips = [], failures = [], counts = [];
const unescape = (s) => s.replace(/&quot;/g, '"').replace(/&apos;/g, "'").replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');

for (const file of readdirSync(folder)) {
  if (!file.endsWith('.trx') && file !== 'web.json') continue;
  const text = readFileSync(join(folder, file), 'utf8');
  if (file.endsWith('.trx')) {
    const results = [...text.matchAll(/<UnitTestResult [^>]*?(?:\/>|>[\s\S]*?<\/UnitTestResult>)/g)].map((m) => m[0]);
    for (const result of results) {
      const name = unescape(/testName="([^"]*)"/.exec(result)?.[1] ?? '?');
      const outcome = /outcome="([^"]*)"/.exec(result)?.[1];
      const reason = unescape(/<(?:StdOut|Message)>([\s\S]*?)<\/(?:StdOut|Message)>/.exec(result)?.[1] ?? '').trim();
      if (outcome === 'Passed') passed++;
      else if (outcome === 'NotExecuted') { skipped++; skips.push({ name, reason }); }
      else { failed++; failures.push({ name, reason }); }
    }
    counts.push([file.slice(0, -'.trx'.length), results.length]);
    if (results.length === 0) { failed++; failures.push({ name: file, reason: 'no test ran' }); }
  } else if (file === 'web.json') {
    const json = JSON.parse(text);
    passed += json.numPassedTests;
    failed += json.numFailedTests + (json.success || json.numFailedTests > 0 ? 0 : 1);
    skipped += json.numPendingTests + json.numTodoTests;
  }
}

const allowed = readFileSync(new URL('./allowed-skips.txt', import.meta.url), 'utf8')
  .split('\n').map((l) => l.trim()).filter((l) => l && !l.startsWith('#'));
const refused = process.env.WALLSTREET_SKIPS === 'refuse'
  ? skips.filter((s) => !allowed.some((a) => s.reason.includes(a) || s.name.includes(a))) : [];
for (const s of skips) console.log(`skipped: ${s.name}: ${s.reason.split('\n')[0]}`);
for (const f of failures) console.log(`failed: ${f.name}: ${f.reason.split('\n')[0]}`);
if (refused.length > 0) console.log(`${refused.length} of the skipped tests lack a part that CI should have installed: see above.`);
for (const [name, count] of counts) if (name.endsWith(' on S3')) console.log(`${name}: ${count} tests ran`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed > 0 || refused.length > 0 || passed === 0 ? 1 : 0);
