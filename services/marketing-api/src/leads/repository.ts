import {
  type Claim,
  type ConsistentRead,
  type Database,
  hasSqlState,
  prepareRead,
  SQLSTATE,
  type WriteInto,
  type WriteOnceResult,
} from '@meridian/database'
import type { LeadAnswer, NewLead } from './schemas.ts'

/** A lead as it is about to be stored. */
export interface LeadToStore {
  readonly answer: LeadAnswer
  readonly lead: NewLead
}

/**
 * Stores a lead once for its key, in one statement: key and lead together or neither, and one round trip to the writer.
 *
 * Resolves undefined when the campaign does not exist: its id comes out null, which the column refuses, and the key is
 * given back with the rest.
 */
export async function storeLead(
  database: Database,
  claim: Claim,
  toStore: LeadToStore,
  token: string | undefined,
): Promise<WriteOnceResult | undefined> {
  try {
    return await database.writeOnce(claim, insertLead(toStore), token)
  } catch (error) {
    if (hasSqlState(error, SQLSTATE.notNullViolation) && isCampaignMissing(error)) return undefined
    throw error
  }
}

function insertLead({ answer, lead }: LeadToStore): WriteInto {
  return (claimed) =>
    claimed.with('stored', (db) =>
      db
        .insertInto('leads')
        .columns([
          'id',
          'campaign_id',
          'kind',
          'name',
          'email',
          'phone',
          'message',
          'preferred_date',
          'locale',
          'consent_version',
          'consented_at',
          'marketing_consent',
          'region',
          'created_at',
        ])
        .expression((eb) =>
          eb
            .selectFrom('claimed')
            .select([
              eb.cast<string>(eb.val(answer.id), 'uuid').as('id'),
              eb
                .selectFrom('campaigns')
                .select('campaigns.id')
                .where('slug', '=', lead.campaignSlug)
                .$asScalar()
                .as('campaign_id'),
              eb.val(lead.kind).as('kind'),
              eb.val(lead.name.trim()).as('name'),
              eb.val(lead.email).as('email'),
              eb.cast<string | null>(eb.val(lead.phone ?? null), 'text').as('phone'),
              eb.cast<string | null>(eb.val(lead.message ?? null), 'text').as('message'),
              eb.cast<string | null>(eb.val(lead.preferredDate ?? null), 'date').as('preferred_date'),
              eb.val(lead.locale).as('locale'),
              eb.val(lead.consentVersion).as('consent_version'),
              eb.cast<string>(eb.val(answer.receivedAt), 'timestamptz').as('consented_at'),
              eb.cast<boolean>(eb.val(lead.marketingConsent), 'boolean').as('marketing_consent'),
              eb.val(answer.region).as('region'),
              eb.cast<string>(eb.val(answer.receivedAt), 'timestamptz').as('created_at'),
            ]),
        ),
    )
}

function isCampaignMissing(error: unknown): boolean {
  return (error as { column?: string }).column === 'campaign_id'
}

const selectLead = prepareRead<{ id: string }, LeadAnswer>((db, { id }) =>
  db
    .selectFrom('leads as lead')
    .innerJoin('campaigns as campaign', 'campaign.id', 'lead.campaign_id')
    .select([
      'lead.id',
      'campaign.slug as campaignSlug',
      'lead.kind',
      'lead.locale',
      'lead.region',
      'lead.created_at as receivedAt',
    ])
    .where('lead.id', '=', id),
)

/** What may be told of a lead, no older than the token says; no row while nobody has got it. */
export function findLead(
  database: Database,
  id: string,
  token: string | undefined,
): Promise<ConsistentRead<LeadAnswer>> {
  return database.read(selectLead, { id }, { token })
}
