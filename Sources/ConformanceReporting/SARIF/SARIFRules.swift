import AssayCore

/// The rules of a SARIF log: the clauses, and what findings need besides.
struct SARIFRules {
    static let limit = 25_000

    private var texts: [[UInt8]] = []
    private var indices: [String: Int] = [:]

    mutating func add(_ clause: RunHeader.ClauseLine) {
        guard indices[clause.id.rawValue] == nil else { return }
        indices[clause.id.rawValue] = texts.count
        var text: [UInt8] = []
        JSONLine.append(to: &text) { line in
            line.member("id", clause.id.rawValue)
            line.member("shortDescription") { $0.member("text", shown(clause.text)) }
            line.member("help") { $0.member("text", Self.help(for: clause)) }
            line.member("defaultConfiguration") { $0.member("level", Self.severity(of: clause.level)) }
            line.member("properties") { line in
                line.member("level", clause.level.rawValue)
                line.member("origin", clause.origin.rawValue)
                line.member("tags", texts: ["conformance", clause.level.rawValue, clause.origin.rawValue])
            }
        }
        texts.append(text)
    }

    /// Where the rule stands; one that no specification has is added while there is room.
    mutating func index(of rule: String) -> Int? {
        if let known = indices[rule] { return known }
        guard texts.count < Self.limit else { return nil }
        indices[rule] = texts.count
        var text: [UInt8] = []
        JSONLine.append(to: &text) { line in
            line.member("id", rule)
            line.member("shortDescription") { $0.member("text", Self.description(of: rule)) }
        }
        texts.append(text)
        return texts.count - 1
    }

    func write(into output: inout [UInt8]) {
        output.append(UInt8(ascii: "["))
        for (index, text) in texts.enumerated() {
            output += (index > 0 ? ",\n" : "\n").utf8
            output += text
        }
        output.append(UInt8(ascii: "]"))
    }

    private static func help(for clause: RunHeader.ClauseLine) -> String {
        let section = clause.section.map { "Section: \(shown($0)). " } ?? ""
        return section + "A clause of level '\(clause.level.rawValue)', \(clause.origin.rawValue): \(shown(clause.text))"
    }

    private static func severity(of level: Clause.Level) -> String {
        switch level {
        case .must: "error"
        case .should: "warning"
        case .may: "note"
        }
    }

    private static func description(of rule: String) -> String {
        switch rule {
        case SARIFFinding.unanswered: "The target or the harness could not answer."
        case SARIFFinding.misjudged: "A case does not fare as the list of known failures says."
        case SARIFFinding.uncited: "A check that cites no clause does not hold."
        default: "A clause that no specification of the run defines."
        }
    }
}
