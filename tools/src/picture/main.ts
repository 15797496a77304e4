// `node tools/src/picture/main.ts`: writes the diagrams of docs/developing.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { takeOptions } from '../command-line.ts'
import { ROOT } from '../workspace.ts'
import { DEVELOPING_PAGE, withPictures } from './developing-page.ts'

const HELP = `Usage: node tools/src/picture/main.ts [--check]

Writes the pictures and the table of allowed imports in ${DEVELOPING_PAGE}, from the package.json of every project, from
eslint.config.mjs and from the layers of the local world.

  --check   write nothing; exit 1 when the page is stale
  --help    this text

Exit codes: 0 done, 1 the page is stale, 2 wrong use.`

const { flags } = takeOptions(HELP, 'none', [], ['check'])
process.exitCode = await run()

async function run(): Promise<number> {
  const file = join(ROOT, DEVELOPING_PAGE)
  const page = readFileSync(file, 'utf8')
  const current = await withPictures(page)
  if (page === current) {
    console.error(`The pictures of ${DEVELOPING_PAGE} match the code.`)
    return 0
  }
  if (flags.has('check')) {
    console.error(
      `The pictures of ${DEVELOPING_PAGE} are stale. Write them with: node tools/src/picture/main.ts`,
    )
    return 1
  }
  writeFileSync(file, current)
  console.error(`${DEVELOPING_PAGE} written`)
  return 0
}
