import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { OperationRefusedError } from '@meridian/operator-tools'
import type { DrillNow } from '../../shared/drills.ts'

const MOST_LINES = 40

/** Runs one drill at a time in a process of its own, like the command; disposing stops it. */
export interface DrillRunner extends AsyncDisposable {
  start(drill: string): void
  /** Like Ctrl-C: the drill heals what it broke and ends. Stopping again changes nothing. */
  stop(): void
  now(): DrillNow | null
}

export function createDrillRunner(
  repositoryRoot: string,
  worldFile: string,
  resultsFolder: string,
): DrillRunner {
  let now: DrillNow | null = null
  let child: ChildProcess | undefined
  let ended: Promise<void> = Promise.resolve()

  return {
    now: () => now,
    start(drill) {
      if (child)
        throw new OperationRefusedError(
          `The drill ${now?.drill} runs. Wait for it: two would spoil each other.`,
        )
      now = { drill, startedAt: Date.now(), says: [] }
      const script = join(repositoryRoot, 'scripts', 'drill.ts')
      const args = [script, drill, '--target', 'local', '--world', worldFile, '--results', resultsFolder]
      const started = spawn(process.execPath, args, {
        cwd: repositoryRoot,
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      child = started
      let rest = ''
      started.stderr.setEncoding('utf8').on('data', (text: string) => {
        const lines = (rest + text).split(/\r?\n/)
        rest = lines.pop() ?? ''
        if (now) now = { ...now, says: [...now.says, ...lines].slice(-MOST_LINES) }
      })
      ended = new Promise<void>((resolve) => {
        started.once('error', () => resolve())
        started.once('close', () => resolve())
      }).then(() => {
        if (now) now = { ...now, exitCode: started.exitCode ?? 1 }
        child = undefined
      })
    },
    stop() {
      if (!child || !now) throw new OperationRefusedError('No drill of this console runs.')
      // A second signal would end it before everything is healed.
      if (!now.isStopping) child.kill('SIGINT')
      now = { ...now, isStopping: true }
    },
    async [Symbol.asyncDispose]() {
      child?.kill('SIGINT')
      await ended
    },
  }
}
