import { ToolError } from '@meridian/operator-tools'

/** A page asks for a figure of a run that does not exist. */
export class EvidenceMissingError extends ToolError {
  constructor(placeholder: string, file: string, command: string) {
    super(
      'MERIDIAN_EVIDENCE_MISSING',
      `{{${placeholder}}} has no run: ${file} does not exist. Make it with: ${command}`,
    )
  }
}

/** A page asks for an unknown figure, or one from a report that lacks it or missed its targets. */
export class EvidenceInvalidError extends ToolError {
  constructor(placeholder: string, problem: string) {
    super('MERIDIAN_EVIDENCE_INVALID', `{{${placeholder}}}: ${problem}`)
  }
}
