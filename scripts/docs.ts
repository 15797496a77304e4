import { runCommand } from '@meridian/operator-tools/command'
import { Command } from 'commander'
import { type DocsOptions, runDocs } from './src/architecture/run-docs.ts'

const command = new Command('docs')
  .description(
    'Writes what follows from the program and from test-results: docs/architecture.md, the figures in README.md and docs/interview-talking-points.md, and a snapshot of each stack’s graph.',
  )
  .option('--check', 'write nothing; list the files that are stale', false)
  .addHelpText(
    'after',
    `
Examples:
  npm run docs               write the files
  npm run docs -- --check    check that they match the program and the reports

Exit codes: 0 done, 1 a file is stale, a figure has no run, or the program failed, 2 wrong use.`,
  )

process.exitCode = await runCommand<DocsOptions>({ command, run: ({ options }) => runDocs(options) })
