import type { Writer } from '@meridian/database'
import { SEED_CAMPAIGNS, type SeedCampaign } from './seed-data.ts'

export interface SeedResult {
  readonly created: readonly string[]
  /** Already there and left unchanged: people may have edited them. */
  readonly kept: readonly string[]
}

/** Inserts the first campaigns, each with its texts in one transaction; existing ones stay untouched. */
export async function seedCampaigns(
  writer: Writer,
  campaigns: readonly SeedCampaign[] = SEED_CAMPAIGNS,
): Promise<SeedResult> {
  return writer.transaction().execute(async (transaction) => {
    const inserted = await transaction
      .insertInto('campaigns')
      .values(
        campaigns.map(({ texts: _, attributes, ...campaign }, index) => ({
          ...campaign,
          status: 'published' as const,
          position: (index + 1) * 10,
          attributes: JSON.stringify(attributes),
        })),
      )
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .returning(['id', 'slug'])
      .execute()
    const idBySlug = new Map(inserted.map(({ id, slug }) => [slug, id]))
    const texts = campaigns.flatMap(({ slug, texts }) => {
      const campaign_id = idBySlug.get(slug)
      if (campaign_id === undefined) return []
      return [
        { campaign_id, locale: 'ko' as const, ...texts.ko },
        { campaign_id, locale: 'en' as const, ...texts.en },
      ]
    })
    if (texts.length > 0) await transaction.insertInto('campaign_texts').values(texts).execute()
    return {
      created: [...idBySlug.keys()],
      kept: campaigns.map(({ slug }) => slug).filter((slug) => !idBySlug.has(slug)),
    }
  })
}
