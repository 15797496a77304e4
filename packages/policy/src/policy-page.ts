import { FAMILIES } from './registry.ts'
import { type Rule, SEVERITIES } from './rule.ts'
import type { Waiver } from './waiver.ts'

const HEAD = `# Policy

Rules a strict reviewer would apply to a stack's resource graph. They check what the program describes, without an AWS account:

\`\`\`
npm run policy                          both stacks
npm run policy -- --stack production    one stack
npm run policy -- --models              also validate every input against AWS's models
npm run policy -- --mistakes            plant mistakes and show which layer catches each
npm run policy -- --list                list rules
\`\`\`

The same rules run inside \`pulumi up\` as a policy pack: \`infra/policy-pack\`.

An accepted finding needs a waiver in \`packages/policy/waivers/<stack>.ts\`: the rule, the resources, a written reason and a
review date. An unused or overdue waiver fails the run.

It does not see the account itself (drift, other stacks' resources), requests other than the one that creates a resource (such as
a load balancer's attributes), or limits that no AWS model states (quotas, engine versions beyond the table in \`members.ts\`).

Generated from the registry of \`packages/policy\`; after changing rules or waivers, run:
\`node packages/policy/src/write-page.ts\`. A test checks it.
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
