import AssayCore

extension MessageReportsModel {
    /// Returns the reference of every policy setting as a Markdown page, in the order of the table. It is what
    /// `docs/message-reports-policy.md` holds.
    package static func policyReference() -> String {
        var page = """
            # Policy of the message report model

            The document that the model implements leaves much open. Each of these settings is one such choice: a scenario
            changes it under `given.policy`, a run with `--set policy.NAME=VALUE`. The default is the reading that the
            clauses with origin *chosen* state.


            """
        for setting in Policy.table {
            let published = setting.published
            page += "## `\(published.name)`\n\n\(published.summary)\n\n"
            page += "- default: \(code(published.defaultValue))\n"
            page += "- may be \(setting.allowed)\n"
            page += "- other readings: \(published.alternatives.map(code).joined(separator: ", "))\n"
            page += "- clauses: \(published.clauses.joined(separator: ", "))\n\n"
        }
        page += """
            ## Readings that are left out

            `timezones` has no reading that accepts IANA names such as `America/Caracas`: their offsets change with data
            that the model, which reads no file, does not have.

            """
        return page
    }

    private static func code(_ value: DataValue) -> String { "`\(flow(value))`" }

    /// The value in the flow style of YAML.
    private static func flow(_ value: DataValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .number(let number): number.text
        case .string(let text): isPlain(text) ? text : "\"\(text.displayed)\""
        case .array(let items): "[" + items.map(flow).joined(separator: ", ") + "]"
        case .object(let members): "{" + members.map { "\($0.name): \(flow($0.value))" }.joined(separator: ", ") + "}"
        }
    }

    /// Whether YAML reads `text` as that string without quotes, also within a list.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, first.isASCIILetter || first == UInt8(ascii: "<") || first.isASCIIDigit else {
            return false
        }
        return text.utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || " _-./<>".utf8.contains($0) }
    }
}
