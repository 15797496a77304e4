import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { styleText } from 'node:util'
import { widthOf } from '@meridian/operator-tools'
import { REPOSITORY_ROOT } from '@meridian/operator-tools/command'
import type { CommandResult } from './step.ts'
import type { DemoTerminal } from './terminal.ts'

/** Commands that take no target. */
const WITHOUT_TARGET: readonly string[] = ['cost', 'docs']
/** Commands that print no JSON. */
const WITHOUT_JSON: readonly string[] = ['docs']

export interface CommandPlace {
  readonly worldFile: string
  readonly results: string
}

/** Shows a command line, runs it, shows what it prints, and reads its JSON. */
export async function runCommandLine(
  terminal: DemoTerminal,
  { worldFile, results }: CommandPlace,
  script: string,
  args: readonly string[],
): Promise<CommandResult> {
  const shown = [...args, ...(WITHOUT_TARGET.includes(script) ? [] : ['--target', 'local'])]
  terminal.say(styleText('bold', `$ npm run ${script} -- ${shown.join(' ')}`))
  const child = spawn(
    process.execPath,
    [programOf(script), ...shown, ...(WITHOUT_JSON.includes(script) ? [] : ['--json'])],
    {
      cwd: REPOSITORY_ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        MERIDIAN_WORLD: worldFile,
        MERIDIAN_RESULTS: results,
        ...(process.stderr.isTTY && { COLUMNS: String(widthOf(process.stderr)) }),
      },
    },
  )
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    printed += chunk
  })
  child.stderr.setEncoding('utf8').on('data', terminal.write)
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
  return {
    exitCode,
    json: printed.trim().startsWith('{') || printed.trim().startsWith('[') ? JSON.parse(printed) : undefined,
  }
}

/** What `npm run <script>` starts; npm and the launcher would check the installation first. */
function programOf(script: string): string {
  const { scripts } = JSON.parse(readFileSync(join(REPOSITORY_ROOT, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>
  }
  const program = /^node tools\/launch\.mjs (\S+)$/.exec(scripts[script] ?? '')?.[1]
  if (program === undefined) throw new Error(`package.json has no program for "npm run ${script}"`)
  return program
}
