import { type Estimate, perDay } from '@meridian/cost'
import { checkThat, judgedReport, type Report } from '@meridian/operator-tools'
import { groupTable, NOTES, totalsTable } from './tables.ts'

/** What a demonstration may cost, by the reference. */
const MOST_USD_PER_DAY = 50
const DEMONSTRATION = { stack: 'poc', profile: 'idle' }

/** Every estimate in the form of every other report. */
export function costReport(estimates: readonly Estimate[], startedAt: Date): Report {
  const checks = [judgeDemonstration(estimates)]
  return judgedReport({
    tool: 'cost',
    title: 'Cost by stack and load',
    target: 'aws',
    startedAt,
    notes: [...NOTES, ...estimates.map(({ profile }) => `${profile.name}: ${profile.meaning}.`).slice(0, 3)],
    tables: [totalsTable(estimates), ...estimates.map((each) => groupTable(each, 'service'))],
    checks,
    data: estimates.map(({ stack, profile, prices, usdPerMonth }) => ({
      stack,
      profile: profile.name,
      prices,
      usdPerDay: perDay(usdPerMonth),
      usdPerMonth,
    })),
  })
}

/** The stack for demonstrations, with the handful of visitors that one has. */
function judgeDemonstration(estimates: readonly Estimate[]) {
  const found = estimates.find(
    ({ stack, profile }) => stack === DEMONSTRATION.stack && profile.name === DEMONSTRATION.profile,
  )
  const usdPerDay = perDay(found?.usdPerMonth ?? Number.POSITIVE_INFINITY)
  return checkThat(
    usdPerDay < MOST_USD_PER_DAY,
    `the ${DEMONSTRATION.stack} stack with the load "${DEMONSTRATION.profile}" stays under $${MOST_USD_PER_DAY} a day`,
    `$${usdPerDay.toFixed(2)}`,
  )
}
