import { spawn } from 'node:child_process'
import { PostgresFailedError } from '../errors.ts'
import type { Account } from './account.ts'

/** The whole environment of PostgreSQL programs: no PG* variable of this process may reach them. */
export const PROGRAM_ENVIRONMENT = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

const LAST_WORDS_CHARACTERS = 2_000

/** Runs a PostgreSQL program to its end; throws PostgresFailedError with its last output when it fails. */
export function runProgram(
  account: Account,
  command: readonly string[],
  options: { readonly workingFolder: string; readonly input?: string },
): Promise<string> {
  const [file = '', ...args] = [...account.prefix, ...command]
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      ...account.ids,
      cwd: options.workingFolder,
      env: PROGRAM_ENVIRONMENT,
      stdio: 'pipe',
    })
    let output = ''
    const collect = (text: string) => {
      output += text
    }
    child.stdout.setEncoding('utf8').on('data', collect)
    child.stderr.setEncoding('utf8').on('data', collect)
    child.on('error', (error) => reject(new PostgresFailedError(`${command[0]} did not start`, error)))
    child.on('close', (code) => {
      if (code === 0) resolve(output)
      else
        reject(
          new PostgresFailedError(
            `${command[0]} ended with ${code}:\n${output.slice(-LAST_WORDS_CHARACTERS)}`,
          ),
        )
    })
    child.stdin.on('error', () => {}) // A program that died before it read its input reports that itself.
    child.stdin.end(options.input ?? '')
  })
}
