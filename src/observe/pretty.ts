/** Log lines for people: what a terminal shows in place of JSON. */

const COLOURS: Readonly<Record<string, number>> = { debug: 90, info: 32, warn: 33, error: 31 };

const coloured = (text: string, colour: number) => `\u001B[${colour}m${text}\u001B[39m`;

/** `12:30:01 info  operation operation=Seats outcome=ok status=200`, with what is null or zero left out. */
export function prettyLine(line: string): string {
  const { level, time, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const shown = Object.entries(fields)
    .filter(([, value]) => value !== null && value !== 0)
    .map(([name, value]) => `${coloured(`${name}=`, 90)}${Array.isArray(value) ? value.join(',') : String(value)}`);
  const name = String(level);
  const clock = String(time).slice(11, 19);
  return [clock, coloured(name.padEnd(5), COLOURS[name] ?? 39), String(msg), ...shown].join(' ');
}
