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

/** A page asks for a figure that is not in the table, or of a report that does not hold it or was not met. */
export class EvidenceInvalidError extends ToolError {
  constructor(placeholder: string, problem: string) {
    super('MERIDIAN_EVIDENCE_INVALID', `{{${placeholder}}}: ${problem}`)
  }
}
