package import AssayCore

/// A form of the report on mutants, by the name it has on the command line.
package enum MutationReportFormat: String, Sendable, CaseIterable {
    case text
    /// `docs/schemas/mutation-1.json` is its form.
    case json
    case html

    /// - Parameter style: For the text.
    package func rendered(_ report: MutationReport, style: TextStyle) -> [UInt8] {
        switch self {
        case .text: MutationText(style: style).rendered(report)
        case .json: mutationJSON(report)
        case .html: mutationHTML(report)
        }
    }
}
