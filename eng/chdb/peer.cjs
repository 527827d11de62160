// Answers SQL, one JSON object a line: {"sql", "folder"?} in; {"rows", "cpuMs", "elapsedMs", "peakMiB"} or {"error"} out.
// CPU is of all threads of this process, so its start is not counted.
'use strict';
const fs = require('node:fs');
const readline = require('node:readline');
const { Session } = require('chdb');

const session = new Session();

function peakMiB() {
  const line = fs.readFileSync('/proc/self/status', 'utf8').split('\n').find(text => text.startsWith('VmHWM'));
  return Number(line.replace(/\D/g, '')) / 1024;
}

function answer(request) {
  if (request.folder) {
    // The engine resolves relative paths against the folder it runs in, and refuses others.
    process.chdir(request.folder);
  }

  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  const rows = [].concat(request.sql).map(sql => session.query(sql, 'TSV')).join('');
  const elapsedMs = Number(process.hrtime.bigint() - start) / 1e6;
  const used = process.cpuUsage(cpu);
  return { rows, cpuMs: (used.user + used.system) / 1000, elapsedMs, peakMiB: peakMiB() };
}

readline.createInterface({ input: process.stdin }).on('line', line => {
  let reply;
  try {
    reply = answer(JSON.parse(line));
  } catch (error) {
    reply = { error: String(error.message ?? error) };
  }

  process.stdout.write(JSON.stringify(reply) + '\n');
}).on('close', () => process.exit(0));
