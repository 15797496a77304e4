import { spawn } from 'node:child_process'
import { NODE_FLAGS } from '@meridian/service-bundle/image'
import { rememberChild } from '../../../kernel/orphans.ts'
import type { ProcessLog } from '../../../kernel/process-log.ts'
import type { LogStreamWriter } from '../../logs/running.ts'
import type { ContainerPlan } from '../model/ecs-plan.ts'
import type { ImageBody } from './images.ts'

/** Loaded before every program; also identifies a task's command line. */
export const LIFELINE = new URL('./lifeline.mjs', import.meta.url).href

/** SIGSTOP and SIGCONT are for injected failures: they make a process hang. */
type ContainerSignal = 'SIGTERM' | 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'

/** A container that runs or has run. */
export interface Container {
  readonly plan: ContainerPlan
  readonly pid: number | undefined
  /** Undefined while it runs, and when a signal ended it: `exited` then resolves to 128 + signal, as in ECS. */
  readonly exitCode: number | undefined
  /** Resolves to its exit code. */
  readonly exited: Promise<number>
  /** Resolves when its program has written something, so it has been loaded; never if it ends in silence. */
  readonly spoke: Promise<void>
  kill(signal: ContainerSignal): void
}

export interface ContainerDependencies {
  readonly environment: Readonly<Record<string, string>>
  readonly workingDirectory: string
  readonly runFolder: string
  readonly log: ProcessLog
  /** CloudWatch Logs stream, in addition to the file. */
  readonly stream: LogStreamWriter | undefined
}

const SIGNAL_NUMBERS: Readonly<Partial<Record<NodeJS.Signals, number>>> = {
  SIGABRT: 6,
  SIGHUP: 1,
  SIGINT: 2,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
}

export function startContainer(
  plan: ContainerPlan,
  image: ImageBody,
  dependencies: ContainerDependencies,
): Container {
  return image.kind === 'node program'
    ? startProcess(plan, plan.command ?? image.command, {
        ...dependencies,
        workingDirectory: image.folder ?? dependencies.workingDirectory,
      })
    : standIn(plan)
}

/**
 * A process in its own process group: Ctrl-C in the world's terminal must not reach it before the world stops it.
 *
 * It has the world's priority, although on AWS a database has its own CPUs. Niceness can't reserve CPU time for databases:
 * where Linux schedules by session (`kernel.sched_autogroup_enabled`) it has no effect, and elsewhere services would starve
 * whenever an unrelated program is busy.
 */
function startProcess(
  plan: ContainerPlan,
  command: readonly string[],
  dependencies: ContainerDependencies,
): Container {
  const child = spawn(process.execPath, [...NODE_FLAGS, '--import', LIFELINE, ...command], {
    cwd: dependencies.workingDirectory,
    env: { ...dependencies.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
  for (const output of [child.stdout, child.stderr]) {
    dependencies.log.follow(output)
    dependencies.stream?.follow(output)
  }
  const spoke = new Promise<void>((resolve) => {
    for (const output of [child.stdout, child.stderr]) output.once('data', () => resolve())
  })
  const { pid } = child
  const forget = pid === undefined ? () => {} : rememberChild(dependencies.runFolder, pid, LIFELINE)
  let exitCode: number | undefined
  const exited = new Promise<number>((resolve) => {
    const finish = (code: number) => {
      exitCode ??= code
      forget()
      resolve(exitCode)
    }
    child.once('error', (error) => {
      dependencies.log.write(`${error.message}\n`)
      finish(127)
    })
    child.once('exit', (code, signal) => finish(code ?? 128 + ((signal && SIGNAL_NUMBERS[signal]) ?? 0)))
  })
  return {
    plan,
    pid,
    get exitCode() {
      return exitCode
    },
    exited,
    spoke,
    kill(signal) {
      if (exitCode === undefined) child.kill(signal)
    },
  }
}

/** A container without a process: it runs until the task stops. */
function standIn(plan: ContainerPlan): Container {
  const { promise: exited, resolve } = Promise.withResolvers<number>()
  let exitCode: number | undefined
  return {
    plan,
    pid: undefined,
    get exitCode() {
      return exitCode
    },
    exited,
    spoke: Promise.resolve(),
    kill(signal) {
      if (signal === 'SIGSTOP' || signal === 'SIGCONT') return
      exitCode = 0
      resolve(0)
    },
  }
}
