import { VERDICT_MARKS } from '@meridian/operator-tools'
import { EXIT, type ExitCode, printJson } from '@meridian/operator-tools/command'
import {
  type ExplainedDecision,
  explainForRoles,
  permissionsOf,
  type RolePermissions,
} from '@meridian/policy'
import { Command, InvalidArgumentError, Option } from 'commander'
import { describeStack } from '../describe-stack.ts'

export interface PermissionsOptions {
  readonly stack: 'poc' | 'production'
  readonly role: string
  readonly action: string | undefined
  readonly resource: string
  readonly context: Readonly<Record<string, string>>
  readonly json: boolean
}

/** `npm run permissions`: options and help. */
export function permissionsCommand(): Command {
  return new Command('permissions')
    .description(
      'Says what the roles of the program may do, or whether they may make one call, as IAM decides.',
    )
    .addOption(
      new Option('--stack <name>', 'whose roles').choices(['poc', 'production']).default('production'),
    )
    .option('--role <part>', 'only roles whose names have this in them', '')
    .option('--action <name>', 'one call, such as kms:Decrypt: who may make it, and why', parseAction)
    .option('--resource <arn>', 'what the call is on', '*')
    .option('--context <key=value>', 'a condition key of the request; repeatable', parseContext, {})
    .option('--json', 'print everything as JSON on stdout', false)
    .addHelpText(
      'after',
      `
Examples:
  npm run permissions -- --role marketing-api-task
  npm run permissions -- --action secretsmanager:GetSecretValue
  npm run permissions -- --action ecs:StopTask --role experiments --resource arn:aws:ecs:us-east-1:000000000000:task/meridian-use1/1
  npm run permissions -- --action kms:Decrypt --resource arn:aws:kms:… --context kms:ViaService=sns.us-east-1.amazonaws.com
  npm run permissions -- --json > permissions.json

Policies, boundaries and the policy of the key, bucket or topic are evaluated by packages/iam; policies of AWS's are named and not read.

Exit codes: 0 done (with --action: a role may), 1 with --action: no role may, 2 wrong use.`,
    )
}

function parseAction(text: string): string {
  if (/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(text)) return text
  throw new InvalidArgumentError(`"${text}" is not <service>:<Operation>, such as kms:Decrypt.`)
}

function parseContext(
  text: string,
  previous: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const [, key, value] = /^([^=]+)=(.*)$/.exec(text) ?? []
  if (key === undefined || value === undefined)
    throw new InvalidArgumentError(
      `"${text}" is not a condition key with its value, such as aws:RequestedRegion=us-east-1.`,
    )
  return { ...previous, [key]: value }
}

/** Prints text for people, and the same as JSON. */
export async function runPermissions(options: PermissionsOptions): Promise<ExitCode> {
  const { stack, role: part, action, resource, context, json } = options
  const graph = await describeStack(stack)
  const ofPart = ({ role }: { readonly role: string }) => role.includes(part)
  if (action === undefined) {
    const roles = permissionsOf(graph).filter(ofPart)
    process.stderr.write(`${roles.map(wordsOf).join('\n')}\n`)
    if (json) printJson({ stack, roles })
    return EXIT.done
  }
  const decisions = explainForRoles(graph, { action, resource, context }).filter(ofPart)
  process.stderr.write(`${decisions.map(lineOf).join('\n')}\n`)
  if (json) printJson({ stack, decisions })
  return decisions.some(({ isAllowed }) => isAllowed) ? EXIT.done : EXIT.failed
}

function wordsOf({ role, boundary, statements, unread }: RolePermissions): string {
  return [
    `${role}${boundary === undefined ? '' : `, inside ${boundary}`}`,
    ...statements.map(({ effect, actions, resources, conditions }) => {
      const when = Object.keys(conditions).length === 0 ? '' : ` when ${JSON.stringify(conditions)}`
      return `  ${effect} ${actions.join(', ')} on ${resources.join(', ')}${when}`
    }),
    ...unread.map((arn) => `  and what ${arn} allows`),
  ].join('\n')
}

const lineOf = ({ role, isAllowed, because }: ExplainedDecision) =>
  `${VERDICT_MARKS[isAllowed ? 'ok' : 'failed']} ${role}: ${because}`
