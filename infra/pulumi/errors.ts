/** Base of the program's errors; what code needs is in fields, so that no message has to be parsed. */
abstract class InfrastructureError extends Error {
  abstract readonly code: `MERIDIAN_INFRA_${string}`

  constructor(message: string) {
    super(message)
    this.name = new.target.name
  }
}

/** The stack's settings cannot be used; all problems are listed at once. */
export class InvalidSettingsError extends InfrastructureError {
  readonly code = 'MERIDIAN_INFRA_INVALID_SETTINGS'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(
      `The stack's settings have ${problems.length} problem(s):\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    )
    this.problems = problems
  }
}

/** A component created a resource whose name does not begin with the component's own. */
export class UnprefixedChildError extends InfrastructureError {
  readonly code = 'MERIDIAN_INFRA_UNPREFIXED_CHILD'

  constructor(type: string, child: string, parent: string) {
    super(
      `${type} "${child}" belongs to component "${parent}", so its name must be "${parent}" or begin with "${parent}-": rename it. Two children of one type and name would hide one another.`,
    )
  }
}

/** A resource type has no entry in the table of naming rules. */
export class UnknownNamingRuleError extends InfrastructureError {
  readonly code = 'MERIDIAN_INFRA_UNKNOWN_NAMING_RULE'

  constructor(type: string) {
    super(
      `naming.ts has no rule for ${type}: add how AWS names it, with its limit, and whether it takes tags`,
    )
  }
}

/** A physical name violates AWS's limits for its type. */
export class InvalidPhysicalNameError extends InfrastructureError {
  readonly code = 'MERIDIAN_INFRA_INVALID_PHYSICAL_NAME'

  constructor(type: string, value: string, wanted: string) {
    super(
      `"${value}" (${value.length} characters) cannot name an ${type}: AWS wants ${wanted}; shorten or rename it`,
    )
  }
}

/** A component was given arguments that exclude each other, or neither of two alternatives. */
export class ContradictoryArgumentsError extends InfrastructureError {
  readonly code = 'MERIDIAN_INFRA_CONTRADICTORY_ARGUMENTS'

  constructor(component: string, names: readonly [string, string], reason: string) {
    super(
      `${component} takes exactly one of "${names[0]}" and "${names[1]}": ${reason}; give one and leave out the other`,
    )
  }
}

/** A region offers fewer availability zones than the network needs. */
export class TooFewZonesError extends InfrastructureError {
  readonly code = 'MERIDIAN_INFRA_TOO_FEW_ZONES'

  constructor(component: string, found: readonly string[], wanted: number) {
    super(
      `${component}: the account sees ${found.length} availability zone(s) (${found.join(', ')}) and the network needs ${wanted}: ask AWS to enable another, or choose another region`,
    )
  }
}

/** The account already contains another stack of this project. */
export class AccountTakenError extends InfrastructureError {
  readonly code = 'MERIDIAN_INFRA_ACCOUNT_TAKEN'

  constructor(own: string, other: string, example: string) {
    super(
      `The account holds the stack "${other}" (${example}), and names hold no stack: make "${own}" in another account, or destroy the other one first`,
    )
  }
}

/** An address block is invalid or does not contain the requested subnet. */
export class InvalidAddressPlanError extends InfrastructureError {
  readonly code = 'MERIDIAN_INFRA_INVALID_ADDRESS_PLAN'
}

/** An ARN that should name a region does not name the expected one. */
export class UnexpectedArnError extends InfrastructureError {
  readonly code = 'MERIDIAN_INFRA_UNEXPECTED_ARN'
}

/** The services' path patterns do not add up to one routing table. */
export class InvalidRoutingError extends InfrastructureError {
  readonly code = 'MERIDIAN_INFRA_INVALID_ROUTING'
}

/** A package that a function's archive needs is not installed. */
export class PackageMissingError extends InfrastructureError {
  readonly code = 'MERIDIAN_INFRA_PACKAGE_MISSING'

  constructor(name: string) {
    super(
      `The package "${name}", which a function needs, is not installed: run npm ci, then this command again`,
    )
  }
}
