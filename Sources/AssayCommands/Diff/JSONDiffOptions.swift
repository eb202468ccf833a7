import ArgumentParser
import AssayCore
import Comparison
import DataFormats

/// `arrays:` of a scenario, as a flag.
struct JSONDiffOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            How the arrays that a JSONPath query selects are compared: unordered, key:id or key:id,version; may be given again. \
            (default: by position)
            """, valueName: "query=how"))
    var array: [String] = []

    /// - Throws: `CommandFailure` for what says nothing that can be done.
    func rules() throws(CommandFailure) -> [(rule: ArrayRule, query: JSONPath)] {
        var rules: [(ArrayRule, JSONPath)] = []
        for text in array { rules.append(try Self.rule(text)) }
        return rules
    }

    /// `$.rows=key:id`; a query may have `=` in it.
    private static func rule(_ text: String) throws(CommandFailure) -> (ArrayRule, JSONPath) {
        guard let equals = text.utf8.lastIndex(of: UInt8(ascii: "=")) else {
            throw CommandFailure(.badUsage, "--array takes query=how, not '\(text)'", fix: "for example --array '$.rows=key:id'")
        }
        let (path, how) = (String(text[..<equals]), text[text.utf8.index(after: equals)...])
        let manner: ArrayRule.Manner
        if how == "unordered" {
            manner = .unordered
        } else if how.hasPrefix("key:"), how.utf8.count > 4 {
            manner = .keyed(how.dropFirst(4).split(separator: ",").map(String.init))
        } else {
            throw CommandFailure(.badUsage, "--array does not know '\(how)'", fix: "use unordered, key:id or key:id,version")
        }
        do {
            return (
                ArrayRule(path: path, manner: manner, range: SourceRange(line: 1, column: 1)), try JSONPath(parsing: path)
            )
        } catch {
            throw CommandFailure(.badUsage, "the JSONPath '\(path)' cannot be read: \(error.message)")
        }
    }
}

/// Two JSON files of which some arrays are not compared by position.
struct ArrangedDiff {
    let expected: (path: String, document: JSONDocument)
    let actual: (path: String, document: JSONDocument)
    let rules: [(rule: ArrayRule, query: JSONPath)]

    /// - Throws: `CommandFailure` when a rule selects nothing in either file, or something that is no array in the first, and when
    ///   the first file's elements have not the keys to be told apart by.
    func differences(limit: Int) throws(CommandFailure) -> Differences {
        let arrays = try arrangement(of: expected)
        if arrays.usedRules.count < rules.count {
            let used = arrays.usedRules.union(try arrangement(of: actual).usedRules)
            for (index, (rule, _)) in rules.enumerated() where !used.contains(index) {
                throw CommandFailure(.badUsage, "'\(rule.path)' selects nothing in either file")
            }
        }
        if let fault = arrays.faults.first {
            let message = [fault.note, fault.actual.map { "an array is due, and there is \($0)" }].compactMap { $0 }
            throw CommandFailure(.badUsage, "\(expected.path): \(message.joined(separator: "; "))")
        }
        do {
            var context = MatchContext(clock: Instant(seconds: 0))
            return try ExpectedJSON(golden: expected.document, arrays: arrays)
                .differences(from: actual.document.root, context: &context, limit: limit)
        } catch {
            throw CommandFailure(.unusableInput, "\(expected.path): \(error.message)")
        }
    }

    private func arrangement(of file: (path: String, document: JSONDocument)) throws(CommandFailure) -> ArrangedArrays {
        var selections: [(rule: ArrayRule, nodes: [JSONMatch])] = []
        for (rule, query) in rules {
            do {
                selections.append((rule, try query.select(in: file.document)))
            } catch {
                throw CommandFailure(.badUsage, "\(file.path): '\(rule.path)': \(error.message)")
            }
        }
        return ArrangedArrays(selections)
    }
}
