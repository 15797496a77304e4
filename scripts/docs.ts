import { runCommand } from '@meridian/operator-tools/command'
import { Command } from 'commander'
import { type DocsOptions, runDocs } from './src/architecture/run-docs.ts'

const command = new Command('docs')
  .description(
    'Writes what follows from the program: docs/architecture.md, and a snapshot of each stack’s graph.',
  )
  .option('--check', 'write nothing; say which files are not what the program gives', false)
  .addHelpText(
    'after',
    `
Examples:
  npm run docs               write the files anew
  npm run docs -- --check    are they what the program gives?

Exit codes: 0 done, 1 a file is stale or the program failed, 2 wrong use.`,
  )

process.exitCode = await runCommand<DocsOptions>({ command, run: ({ options }) => runDocs(options) })
