import { execFile } from 'node:child_process'
import { delimiter } from 'node:path'

interface Answer {
  /** Undefined when there is no such program. */
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program of the machine; never rejects. */
export type Ask = (program: string, args: readonly string[]) => Promise<Answer>

const ANSWER_WITHIN_MS = 20_000

/** Programs as a person's shell finds them: npm puts those of the checkout first, and Pulumi does not see them. */
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
