import type { Campaign } from '../api/schemas.ts'

const SILHOUETTES = ['sedan', 'suv', 'hatch', 'roadster'] as const

/** Which drawing stands for a campaign's car: by the words of its model, else always the same one for its slug. */
export function carArt(campaign: Pick<Campaign, 'slug' | 'model'>): string {
  const words = `${campaign.model ?? ''} ${campaign.slug}`.toLowerCase()
  return `car-${SILHOUETTES.find((silhouette) => words.includes(silhouette)) ?? byHash(campaign.slug)}.svg`
}

function byHash(text: string): string {
  let hash = 0
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0
  return SILHOUETTES[hash % SILHOUETTES.length] ?? SILHOUETTES[0]
}
