import AssayCore
import YAMLReader

/// The text of a list of known failures, changed line by line: what people wrote in it stays, in its order, comments too.
struct KnownFailureList {
    /// What every new entry says.
    struct Statement {
        var target: String
        var because: String
        var issue: String?
        /// The last day.
        var until: String?
    }

    private var lines: [String]
    private let lineEnd: String
    /// Of each entry, counted from 0.
    private let spans: [ClosedRange<Int>]
    /// Where the list is named.
    private let keyLine: Int
    private let indentation: String

    /// - Throws: `CommandFailure` for a list whose entries do not stand on lines of their own.
    init(_ file: SourceFile) throws {
        let text = String(decoding: file.bytes, as: UTF8.self)
        lineEnd = text.utf8.contains(0x0D) ? "\r\n" : "\n"
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        if lines.last == "" { lines.removeLast() }
        let root = try YAMLDocument.readSingle(file).root
        guard let entry = root?.entries.first(where: { $0.key.hasText("known_failures") }) else { throw Self.refusal(file) }
        keyLine = entry.key.range.start.line - 1
        let lines = lines
        spans = try entry.value.items.map { item in
            let range = item.rangeWithProperties
            let (first, last) = (range.start.line - 1, range.end.line - 1)
            let head = lines[first].prefix(range.start.column - 1)
            guard head.allSatisfy({ $0 == " " || $0 == "-" }), head.count(where: { $0 == "-" }) == 1, !item.isAlias else {
                throw Self.refusal(file)
            }
            return first...last
        }
        indentation = spans.first.map { String(lines[$0.lowerBound].prefix { $0 == " " }) } ?? "  "
        guard !spans.isEmpty || lines[keyLine].contains("[]") else { throw Self.refusal(file) }
    }

    private static func refusal(_ file: SourceFile) -> CommandFailure {
        CommandFailure(
            .unusableInput, "\(file.path) cannot be changed: its entries do not each stand on lines of their own",
            fix: "write the list as lines that begin with '- ', or as 'known_failures: []'")
    }

    /// Returns the text with these changes.
    func text(adding additions: [KnownFailureReview.Addition], as statement: Statement?, removing removed: Set<Int>) -> String {
        var result = lines
        let new = statement.map { statement in additions.flatMap { entry($0, statement) } } ?? []
        let end = (spans.last?.upperBound ?? keyLine) + 1
        result.insert(contentsOf: new, at: end)
        for number in removed.sorted().reversed() { result.removeSubrange(spans[number]) }
        let isEmpty = new.isEmpty && removed.count == spans.count
        if isEmpty, !spans.isEmpty { result[keyLine] = result[keyLine].replacing("known_failures:", with: "known_failures: []") }
        if spans.isEmpty, !new.isEmpty { result[keyLine] = result[keyLine].replacing(/:\s*\[\]/, with: ":") }
        return result.map { $0 + lineEnd }.joined()
    }

    private func entry(_ addition: KnownFailureReview.Addition, _ statement: Statement) -> [String] {
        var members: [(String, String)] = [("scenario", addition.id.description.yamlScalar)]
        members.append(("target", statement.target.yamlScalar))
        if addition.verdict == .errored { members.append(("verdict", "errored")) }
        if let check = addition.check { members.append(("check", check.yamlScalar)) }
        if let message = addition.message { members.append(("message", message.yamlScalar)) }
        members.append(("because", statement.because.yamlScalar))
        if let issue = statement.issue { members.append(("issue", issue.yamlScalar)) }
        if let until = statement.until { members.append(("until", until.yamlScalar)) }
        return members.enumerated().map { "\(indentation)\($0.offset == 0 ? "- " : "  ")\($0.element.0): \($0.element.1)" }
    }
}

extension String {
    /// As a scalar of YAML that is read as this text: plain where that is safe, else in double quotes.
    fileprivate var yamlScalar: String {
        let words = ["true", "false", "null", "yes", "no", "on", "off"]
        let isPlain =
            wholeMatch(of: /[A-Za-z](?:[A-Za-z0-9 .,\/'()_-]*[A-Za-z0-9.)\/_])?/) != nil && utf8.allSatisfy { $0 < 0x80 }
        if isPlain, !words.contains(lowercased()) { return self }
        var text = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case " "..."~": text.unicodeScalars.append(scalar)
            case _ where scalar.properties.isAlphabetic: text.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                text += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            }
        }
        return text + "\""
    }
}
