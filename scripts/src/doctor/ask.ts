import { execFile } from 'node:child_process'
import { delimiter } from 'node:path'

interface Answer {
  /** Undefined when there is no such program. */
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** Runs a local program; never rejects. */
export type Ask = (program: string, args: readonly string[]) => Promise<Answer>

const ANSWER_WITHIN_MS = 20_000

/** Finds programs as a user's shell does: npm puts the checkout's first on PATH, where Pulumi does not see them. */
export function createAsk(environment: NodeJS.ProcessEnv): Ask {
  const own = (environment.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'))
  const env = { ...environment, PATH: own.join(delimiter), AWS_PAGER: '' }
  return (program, args) =>
    new Promise((resolve) => {
      execFile(program, [...args], { env, timeout: ANSWER_WITHIN_MS }, (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code
        resolve({ exitCode: code === 'ENOENT' ? undefined : Number(code ?? 1), stdout, stderr })
      })
    })
}
