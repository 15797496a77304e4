import {
  type Estimate,
  type Grouping,
  HOURS_PER_MONTH,
  type PricedSuggestion,
  perDay,
  totalsBy,
} from '@meridian/cost'
import type { Table } from '@meridian/operator-tools'

/** Notes that apply to every amount. */
export const NOTES = [
  `In US dollars, without tax, free tiers, credits and volume discounts. A month has ${HOURS_PER_MONTH} hours, so a day is a month divided by ${(HOURS_PER_MONTH / 24).toFixed(1)}.`,
  'Loads are assumptions (packages/cost/src/load/profiles.ts); prices have their sources and dates in packages/cost/prices.',
]

export function totalsTable(estimates: readonly Estimate[]): Table {
  return {
    title: `Cost by stack and load, price list ${estimates[0]?.prices ?? ''}`,
    columns: ['stack', 'load', 'resources', '$/day', '$/month'],
    rows: estimates.map(({ stack, profile, lines, usdPerMonth }) => [
      stack,
      profile.name,
      String(new Set(lines.map(({ urn }) => urn)).size),
      amount(perDay(usdPerMonth)),
      amount(usdPerMonth),
    ]),
  }
}

export function groupTable(estimate: Estimate, by: Grouping): Table {
  return {
    title: `${estimate.stack}, ${estimate.profile.name} load (${estimate.profile.meaning})`,
    columns: [by, 'resources', '$/day', '$/month'],
    rows: totalsBy(by, estimate).map(({ name, resources, usdPerDay, usdPerMonth }) => [
      name,
      String(resources),
      amount(usdPerDay),
      amount(usdPerMonth),
    ]),
  }
}

export function suggestionTable(
  stack: string,
  profile: string,
  suggestions: readonly PricedSuggestion[],
): Table {
  return {
    title: `${stack}, ${profile} load: what a change would save, or with a minus cost`,
    columns: ['change', '$/day', '$/month', 'reference says, $/day'],
    rows: suggestions
      .filter(isPriced)
      .map(({ what, claimed, savesUsdPerDay, savesUsdPerMonth }) => [
        what,
        amount(savesUsdPerDay),
        amount(savesUsdPerMonth),
        claimed,
      ]),
  }
}

/** What speaks against a change; and those that the stack has already, or that cannot be had. */
export function suggestionNotes(suggestions: readonly PricedSuggestion[]): readonly string[] {
  return suggestions
    .filter((suggestion) => isPriced(suggestion) || suggestion.isImpossible)
    .map(({ what, but }) => `- ${what}: ${but}`)
}

type Priced = PricedSuggestion & { readonly savesUsdPerDay: number; readonly savesUsdPerMonth: number }

const isPriced = (suggestion: PricedSuggestion): suggestion is Priced =>
  suggestion.savesUsdPerMonth !== undefined

const amount = (usd: number): string =>
  (Math.abs(usd) < 0.005 ? 0 : usd).toLocaleString('en-US', {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  })
