import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../../..')

/** One call of a program, as it would have been made. */
export interface Call {
  readonly program: string
  readonly args: readonly string[]
  /** Program and arguments with one space between. */
  readonly line: string
}

/** Each writes down how it was called, and answers what the next lines of the page need. */
const PROGRAM = `#!/bin/bash
{ flock 9; printf '%s\\x1f' "\${0##*/}" "$@" >&9; printf '\\x1e' >&9; } 9>>"$CALLS"
case "\${0##*/} $*" in
  'pulumi stack output --json'*) cat "$OUTPUTS" ;;
  'pulumi stack output '*) jq ".$3" "$OUTPUTS" ;;
  'aws kms create-key'*) echo 12345678-key ;;
  'aws ecr describe-images'*) echo sha256:0000 ;;
  'aws iam list-role-policies'*'meridian-pipeline-registry'*) echo push ;;
  'aws iam list-role-policies'*'release'*) echo release ;;
  'aws iam list-role-policies'*) echo preview ;;
  'aws s3api list-object-versions'*)
    if [ -e "$CALLS.$4" ]; then echo '{}'; else touch "$CALLS.$4"; echo '{"Versions":[{"Key":"a","VersionId":"1"}]}'; fi ;;
  'aws '*'--output text'*) echo a-name ;;
  'sha256sum '* | 'docker login '*) cat > /dev/null ;;
  'curl '*checksums.txt) sed 's|.*/pulumi-\\(.*\\)-checksums.txt|0000 pulumi-v\\1-linux-x64.tar.gz|' <<< "\${!#}" ;;
esac
`
const PROGRAMS = ['aws', 'curl', 'dig', 'docker', 'gh', 'git', 'npm', 'psql', 'pulumi', 'sha256sum', 'tar']

/**
 * Runs all of a page's commands in one shell that ends at the first failure and at the first variable without a value, with
 * programs that write down how they were called.
 */
export function walkPage(page: string, outputs: Readonly<Record<string, unknown>>) {
  const folder = mkdtempSync(join(tmpdir(), 'page-'))
  try {
    const programs = join(folder, 'programs')
    const checkout = join(folder, 'checkout')
    for (const each of [programs, checkout]) mkdirSync(each)
    symlinkSync(join(ROOT, 'docs'), join(checkout, 'docs'))
    for (const name of PROGRAMS) writeFileSync(join(programs, name), PROGRAM, { mode: 0o755 })
    const [calls, outputsFile] = [join(folder, 'calls'), join(folder, 'outputs')]
    writeFileSync(outputsFile, JSON.stringify(outputs))
    const shell = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => block).join('\n')
    const { status, stderr } = spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', shell], {
      cwd: checkout,
      env: { PATH: `${programs}:${process.env.PATH}`, CALLS: calls, OUTPUTS: outputsFile },
      encoding: 'utf8',
    })
    return { status, stderr, calls: read(readFileSync(calls, 'utf8')) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const read = (text: string): readonly Call[] =>
  text
    .split('\u001e')
    .filter((each) => each !== '')
    .map((each) => {
      const [program = '', ...args] = each.split('\u001f').slice(0, -1)
      return { program, args, line: [program, ...args].join(' ') }
    })
