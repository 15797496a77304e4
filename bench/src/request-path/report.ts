import { type Environment, environmentLine } from '../environment.ts'
import type { Comparison, Settings } from './compare.ts'
import type { Contender } from './services.ts'

export interface RequestPathRun {
  readonly comparisons: readonly Comparison[]
  /** Average latency of a read by key without any other load, in milliseconds. */
  readonly oneByOneMs: Readonly<Record<Contender, number>>
  readonly settings: Settings
  readonly environment: Environment
}

/** The run as text and a table. */
export function renderReport({ comparisons, oneByOneMs, settings, environment }: RequestPathRun): string {
  return `# Request path: marketing-api against a plain service

Both services answer the same requests from the same rows of one PostgreSQL 17. *Plain* is Fastify, helmet, pino and Kysely with a
pool of ten, each as its front page shows it. *marketing-api* is the product with logs, metrics, security headers, load shedding and
sampled tracing on. They ran in turn, ${settings.rounds} rounds of ${settings.secondsPerRound} s each; client, service and database share the machine.

| workload | plain, requests/s | marketing-api, requests/s | ratio |
| --- | ---: | ---: | ---: |
${comparisons.map(renderRow).join('\n')}

Figures are medians of the rounds; the ratio is the median of the rounds' ratios. Latency of the median round under this load (50 connections):

| workload | service | p50 | p99 |
| --- | --- | ---: | ---: |
${comparisons.flatMap(renderLatencies).join('\n')}

One read by key after another, over one connection without any other load: ${oneByOneMs.product.toFixed(2)} ms on average by marketing-api,
${oneByOneMs.plain.toFixed(2)} ms by the plain service.

${environmentLine(environment)}
`
}

function renderRow({ workload, medianRequestsPerSecond: speed, ratio }: Comparison): string {
  return `| ${workload} | ${thousands(speed.plain)} | ${thousands(speed.product)} | ${ratio.toFixed(2)} |`
}

function renderLatencies({ workload, rounds }: Comparison): string[] {
  return (['plain', 'product'] as const).map((contender) => {
    const sorted = [...rounds[contender]].sort(
      (left, right) => left.requestsPerSecond - right.requestsPerSecond,
    )
    const middle = sorted[Math.floor(sorted.length / 2)]
    const name = contender === 'product' ? 'marketing-api' : 'plain'
    return `| ${workload} | ${name} | ${middle?.p50Ms ?? '–'} ms | ${middle?.p99Ms ?? '–'} ms |`
  })
}

const thousands = (value: number): string => Math.round(value).toLocaleString('en')
