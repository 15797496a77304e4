import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { describeEnvironment, environmentLine } from './environment.ts'
import { writeResults } from './results-folder.ts'
import { median } from './statistics.ts'

// node bench/src/program-run.ts [rounds]
const rounds = Number(process.argv[2] ?? 5)
const LAUNCH = join(import.meta.dirname, '..', '..', 'tools/launch.mjs')
const PLAN = 'local-world/src/cli/plan.ts'
const STACKS = ['poc', 'production'] as const
/** Short enough not to bother people who wait for it. */
const TARGET_SECONDS = 4
const environment = describeEnvironment()
const runs: { readonly stack: string; readonly resources: number; readonly seconds: readonly number[] }[] = []

for (const stack of STACKS) {
  const measured = []
  for (let round = 0; round < rounds; round += 1) measured.push(await run(stack))
  runs.push({
    stack,
    resources: measured[0]?.resources ?? 0,
    seconds: measured.map(({ seconds }) => seconds),
  })
}

const report = `# The program through the engine

From the command to the end of \`npm run plan\`: the whole program against our engine, every resource registered and answered, the graph printed.
The target is ${TARGET_SECONDS} s for each stack. Medians of ${rounds} rounds.

| stack | resources | s | each round |
| --- | ---: | ---: | --- |
${runs.map(({ stack, resources, seconds }) => `| ${stack} | ${resources} | ${median(seconds).toFixed(1)} | ${seconds.map((each) => each.toFixed(1)).join(', ')} |`).join('\n')}

${environmentLine(environment)}
`
const folder = await writeResults('bench-program-run', environment.measuredAt, {
  'report.md': report,
  'report.json': `${JSON.stringify({ environment, rounds, targetSeconds: TARGET_SECONDS, runs }, null, 2)}\n`,
})
console.log(`${report}\n${folder}`)

/** Runs the whole command, as people do; its summary contains the number of resources. */
async function run(stack: string): Promise<{ readonly seconds: number; readonly resources: number }> {
  const startedMs = performance.now()
  const child = spawn(process.execPath, [LAUNCH, PLAN, '--stack', stack], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let words = ''
  child.stderr.on('data', (chunk) => (words += chunk))
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve))
  if (exitCode !== 0) throw new Error(`The plan of ${stack} ended with ${exitCode}: ${words}`)
  return {
    seconds: (performance.now() - startedMs) / 1_000,
    resources: Number(/(\d+) resources/.exec(words)?.[1]),
  }
}
