import type { Lead, NewLead } from '@meridian/contract'
import {
  type Claim,
  type ConsistentRead,
  type Database,
  hasSqlState,
  namedValues,
  prepareRead,
  type Schema,
  SQLSTATE,
  type WriteInto,
  type WriteOnceResult,
} from '@meridian/database'
import { type AliasableExpression, expressionBuilder } from 'kysely'

/** A lead as it is about to be stored. */
export interface LeadToStore {
  readonly answer: Lead
  readonly lead: NewLead
}

/**
 * Stores a lead once per key, in one statement: key and lead together or neither, and one round trip to the writer.
 *
 * Resolves undefined when the campaign does not exist: its id is null, which the column rejects, and the key is rolled
 * back too.
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

function insertLead(toStore: LeadToStore): WriteInto {
  const { columns, selections } = namedValues(valuesOf(toStore))
  return (claimed) =>
    claimed.with('stored', (db) =>
      db
        .insertInto('leads')
        .columns(columns)
        .expression((eb) => eb.selectFrom('claimed').select(selections)),
    )
}

/** The row of a lead; values whose type PostgreSQL cannot infer are cast. */
function valuesOf({ answer, lead }: LeadToStore) {
  const eb = expressionBuilder<Schema>()
  const instant = (text: string) => eb.cast<string>(eb.val(text), 'timestamptz')
  return {
    id: eb.cast<string>(eb.val(answer.id), 'uuid'),
    campaign_id: eb
      .selectFrom('campaigns')
      .select('campaigns.id')
      .where('slug', '=', lead.campaignSlug)
      .$asScalar(),
    kind: eb.val(lead.kind),
    name: eb.val(lead.name.trim()),
    email: eb.val(lead.email),
    phone: eb.cast<string | null>(eb.val(lead.phone ?? null), 'text'),
    message: eb.cast<string | null>(eb.val(lead.message ?? null), 'text'),
    preferred_date: eb.cast<string | null>(eb.val(lead.preferredDate ?? null), 'date'),
    locale: eb.val(lead.locale),
    consent_version: eb.val(lead.consentVersion),
    consented_at: instant(answer.receivedAt),
    marketing_consent: eb.cast<boolean>(eb.val(lead.marketingConsent), 'boolean'),
    region: eb.val(answer.region),
    created_at: instant(answer.receivedAt),
  } satisfies Record<keyof Schema['leads'], AliasableExpression<unknown>>
}

function isCampaignMissing(error: unknown): boolean {
  return (error as { column?: string }).column === 'campaign_id'
}

const selectLead = prepareRead<{ id: string }, Lead>((db, { id }) =>
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

/** What may be shown of a lead, no older than the token; no row until a server has it. */
export function findLead(
  database: Database,
  id: string,
  token: string | undefined,
): Promise<ConsistentRead<Lead>> {
  return database.read(selectLead, { id }, { token })
}
