import { readFileSync } from 'node:fs';

/** The processes that a process has started, by id. Of Linux. */
export const workerPids = (pid: number | undefined): readonly number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

/** Whether a process is there, and has not ended. */
export function isAlive(pid: number): boolean {
  try {
    // What nobody has waited for is a zombie: it has ended.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
