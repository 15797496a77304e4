import type { Campaign } from '@meridian/contract'

const DRAWN = ['sedan', 'suv', 'hatchback', 'coupe', 'pickup', 'van', 'crossover'] as const

/** The drawing of a campaign's car: by body type, otherwise a fixed choice by its slug. */
export function carArt(campaign: Pick<Campaign, 'slug' | 'attributes'>): string {
  const bodyType = (campaign.attributes as { bodyType?: unknown } | undefined)?.bodyType
  return `car-${DRAWN.find((drawn) => drawn === bodyType) ?? byHash(campaign.slug)}.svg`
}

function byHash(text: string): string {
  let hash = 0
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0
  return DRAWN[hash % DRAWN.length] ?? DRAWN[0]
}
