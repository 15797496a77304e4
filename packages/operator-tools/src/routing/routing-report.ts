import { CITIES, type CityId } from '@meridian/topology'
import { type Check, checkThat } from '../report/findings.ts'
import { judgedReport } from '../report/judged-report.ts'
import type { Report, RunTimes } from '../report/report.ts'
import type { TargetDescription } from '../target/target.ts'
import { expectedRegions } from './expected.ts'
import type { RoutingAnswer } from './measure-routing.ts'

/** Compares the answers with the area table: what every city should get while all regions are healthy. */
export function routingReport(
  target: Pick<TargetDescription, 'name'>,
  answers: readonly RoutingAnswer[],
  { startedAt, finishedAt }: RunTimes,
): Report {
  const checks = answers.flatMap(judge)
  return judgedReport({
    tool: 'test-dns',
    title: 'DNS answers by city',
    target: target.name,
    startedAt,
    durationMs: finishedAt.getTime() - startedAt.getTime(),
    notes: [
      'Wanted regions follow from the area table with every region healthy. While a region is out, a difference here is its failover at work.',
    ],
    tables: [
      {
        title: 'Which region a city is sent to',
        columns: ['city', 'client subnet', 'area', 'nearest', 'next', 'TTL s'],
        rows: [...new Set(answers.map(({ city }) => city))].map((city) => row(city, answers)),
      },
    ],
    checks,
    data: { answers },
  })
}

function judge(answer: RoutingAnswer): readonly Check[] {
  const { city, name, region, testDnsAnswerRegion } = answer
  const wanted = expectedRegions(city)[name]
  const seen =
    region ??
    (answer.addresses.length > 0 ? answer.addresses.join(', ') : `no address (${answer.responseCode})`)
  const label = CITIES[city].label
  const checks = [
    checkThat(
      region === wanted,
      `${name} sends ${label} to ${wanted}`,
      region === wanted ? seen : `${seen}; wanted ${wanted}`,
    ),
    checkThat(
      answer.sameOverTcp,
      `${name} is the same over TCP for ${label}`,
      answer.sameOverTcp ? seen : 'another region over TCP',
    ),
  ]
  if (testDnsAnswerRegion === undefined) return checks
  return [
    ...checks,
    checkThat(
      testDnsAnswerRegion === (region ?? 'none'),
      `TestDNSAnswer agrees with the name server on ${name} for ${label}`,
      `${testDnsAnswerRegion} and ${region ?? 'none'}`,
    ),
  ]
}

function row(city: CityId, answers: readonly RoutingAnswer[]): readonly string[] {
  const of = (name: RoutingAnswer['name']) =>
    answers.find((answer) => answer.city === city && answer.name === name)
  const nearest = of('nearest')
  return [
    CITIES[city].label,
    nearest?.clientSubnet ?? '',
    expectedRegions(city).area,
    nearest?.region ?? '–',
    of('next')?.region ?? '–',
    String(nearest?.ttlSeconds ?? ''),
  ]
}
