import { FAMILIES } from './registry.ts'
import { type Rule, SEVERITIES } from './rule.ts'
import type { Waiver } from './waiver.ts'

const HEAD = `# Policy

Rules over the graph of a stack: what a strict reviewer would ask of it. They run without an account, over what the program describes:

\`\`\`
npm run policy                          both stacks
npm run policy -- --stack production    one of them
npm run policy -- --models              and validate every input against AWS's own models
npm run policy -- --mistakes            plant mistakes, and say which layer catches each
npm run policy -- --list                the rules
\`\`\`

The same rules run inside \`pulumi up\` as a policy pack: \`infra/policy-pack\`.

A finding that is accepted needs a waiver in \`packages/policy/waivers/<stack>.ts\`: the rule, the resources, a reason in sentences, and a
day until which somebody thinks again. A waiver that nothing needs any more fails the run, and so does one whose day has passed.

What it does not see: the account itself (drift, what other stacks created), requests other than the one that creates a resource (such as a load
balancer's attributes), and limits that AWS states in no model (quotas, engine versions beyond the table in \`members.ts\`).

Generated from the registry of \`packages/policy\`; after a change of rules or waivers: \`node packages/policy/src/write-page.ts\`. A test compares.
`

/** The page of rules and waivers, as Markdown. */
export function policyPage(waivers: Readonly<Record<string, readonly Waiver[]>>): string {
  const rules = FAMILIES.flatMap((family) => family.rules)
  const counts = SEVERITIES.map(
    (severity) => `${rules.filter((rule) => rule.severity === severity).length} ${severity}`,
  )
  return [
    HEAD,
    `${rules.length} rules: ${counts.join(', ')}.`,
    ...FAMILIES.map(({ title, rules }) => `\n## ${title}\n\n${rules.map(ruleText).join('\n')}`),
    ...Object.entries(waivers).map(waiverText),
    '',
  ].join('\n')
}

function ruleText({ id, severity, title, reason, source }: Rule): string {
  return `- **${id}** (${severity}): ${title}. ${reason} *${source}.*`
}

function waiverText([stack, waivers]: readonly [string, readonly Waiver[]]): string {
  const lines = waivers.map(
    ({ rule, resource, property, reason, reviewBy }) =>
      `- **${rule}** on \`${resource}${property ? ` ${property}` : ''}\`, until ${reviewBy}: ${reason}`,
  )
  return `\n## Waivers of ${stack}\n\n${lines.length > 0 ? lines.join('\n') : 'None.'}`
}
