// Answers statements with chDB, one JSON document a line in and out: {"sql": "..."} gives {"rows": "..."} (JSONCompactEachRow
// with names and types) or {"error": "..."}. Started in "/" so that tables anywhere on the disk lie below its folder.
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';

const chdb = createRequire(import.meta.url)('chdb');
process.chdir('/');
const session = new chdb.Session();
const settings = `SETTINGS session_timezone = 'UTC', date_time_output_format = 'iso', output_format_json_quote_decimals = 1,
  output_format_json_quote_denormals = 1, output_format_json_named_tuples_as_objects = 1, output_format_decimal_trailing_zeros = 1`;

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  let answer;
  try {
    const { sql, plain } = JSON.parse(line);
    answer = { rows: session.query(plain ? sql : `${sql} ${settings}`, 'JSONCompactEachRowWithNamesAndTypes') };
  } catch (error) {
    answer = { error: String(error.message ?? error) };
    // What a failed statement had already answered would come before the next one's rows.
    session.query('SELECT 1', 'JSONCompactEachRowWithNamesAndTypes');
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
