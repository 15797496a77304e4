// What a visitor near a region sees, asked from that region every few minutes. Runs in CloudWatch Synthetics, which gives each
// step a metric of its own: `read-campaign` failing means that visitors are hurt, `home-region` alone that they are served
// from farther away.
const { synthetics } = require('@aws/synthetics-core')

const { SITE, HOME_REGION } = process.env
/** Longer than CloudFront takes to try a second region. */
const TIMEOUT_MS = 10_000

async function read(path) {
  const answer = await fetch(new URL(path, SITE), {
    headers: { 'user-agent': 'meridian-canary', 'x-canary-region': HOME_REGION },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}; wanted 200`)
  return { body: await answer.json(), region: answer.headers.get('x-meridian-region') }
}

async function readCampaign() {
  const { body } = await read('/api/campaigns?locale=en&limit=1')
  const [first] = body.campaigns
  if (!first) throw new Error('No campaign runs; the database answers and is empty')
  const { body: campaign, region } = await read(`/api/campaigns/${first.slug}?locale=en`)
  if (campaign.slug !== first.slug) throw new Error(`Asked for "${first.slug}", was given "${campaign.slug}"`)
  return region
}

exports.handler = async () => {
  let servedBy
  await synthetics.executeStep('read-campaign', async () => {
    servedBy = await readCampaign()
  })
  await synthetics.executeStep('home-region', async () => {
    if (servedBy !== HOME_REGION)
      throw new Error(`${servedBy ?? 'A region that does not say its name'} answered; wanted ${HOME_REGION}`)
  })
}
