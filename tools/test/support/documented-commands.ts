import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../src/workspace.ts'

/** `npm run <script> -- <arguments>` as a page or a workflow has it. */
export interface NpmRun {
  readonly script: string
  readonly args: string
}

/** Every `npm run` of a text; a line that ends in a backslash goes on in the next one. */
export function npmRuns(text: string): readonly NpmRun[] {
  const joined = text.replace(/\\\n\s*/g, ' ')
  return [...joined.matchAll(/npm run (?:--silent )?([\w-]+)(?: -- ([^\n|>#]*))?/g)].map(
    ([, script = '', args = '']) => ({ script, args: args.trim() }),
  )
}

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Readonly<Record<string, string>>
}
const { PATH, NODE_COMPILE_CACHE } = process.env
const helpTexts = new Map<string, string>()

/** Options of a command that its program's help does not name; the script itself when there is none. */
export function unknownFlags({ script, args }: NpmRun): readonly string[] {
  const program = /^node tools\/launch\.mjs (\S+)$/.exec(scripts[script] ?? '')?.[1]
  if (program === undefined) return scripts[script] === undefined ? [`npm run ${script}`] : []
  const flags = [...args.matchAll(/(?:^|\s)(--[\w-]+)/g)].map(([, flag = '']) => flag)
  if (flags.length === 0) return []
  const [verb = ''] = args.split(' ')
  const help = helpOf(program) + (/^[a-z]+$/.test(verb) ? helpOf(program, verb) : '')
  return flags.filter((flag) => !new RegExp(`${flag}(?![\\w-])`).test(help))
}

function helpOf(program: string, ...verb: readonly string[]): string {
  const key = [program, ...verb].join(' ')
  const known = helpTexts.get(key)
  if (known !== undefined) return known
  const { stdout, stderr } = spawnSync(process.execPath, [program, ...verb, '--help'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { PATH, NODE_COMPILE_CACHE, NO_COLOR: '1', COLUMNS: '200' },
  })
  helpTexts.set(key, stdout + stderr)
  return stdout + stderr
}
