internal import AssayCore
internal import Comparison
internal import DataFormats

/// A JSON answer with placeholders for what is volatile.
struct NormalizedJSON {
    var document: JSONDocument
    /// Values that have not the form they must have.
    var faults: [Difference] = []
}

/// A table with placeholders for what is volatile.
struct NormalizedTable {
    var bytes: [UInt8]
    var faults: [Difference] = []
}

/// What the normalizations of a step were used for.
struct NormalizationUse {
    /// Which of them found something to replace, by their index.
    var rules: Set<Int> = []
    var hasMetJSON = false
    var hasMetTable = false
}

extension CaseRun {
    /// Replaces what the JSON queries of `normalize` select.
    mutating func normalize(_ document: JSONDocument, by expect: Expectation) throws(ResolutionError) -> NormalizedJSON {
        if expect.normalize.isEmpty { return NormalizedJSON(document: document) }
        normalizing.hasMetJSON = true
        var faults: [Difference] = []
        var splices: [Splice] = []
        var placeholders = Placeholders()
        for (index, rule) in expect.normalize.enumerated() where rule.isQuery {
            let matches = try jsonPath(rule.path, at: rule.range).select(in: document)
            if !matches.isEmpty { normalizing.rules.insert(index) }
            let form = try expectedJSON(rule.template)
            // In an order that does not depend on how the answer's members are ordered, or numbers would.
            for match in matches.sorted(by: { $0.path.precedes($1.path) }) {
                let found = form.differences(from: match.node, at: match.path, context: &context, limit: 1)
                faults += found.shown
                guard found.isEmpty else { continue }
                let placeholder = placeholders.placeholder(for: Array(document.bytes[match.node.byteRange]), of: rule)
                splices.append(Splice(range: match.node.byteRange, bytes: Array("\"\(placeholder)\"".utf8)))
            }
        }
        guard let normalized = try? JSONDocument(parsing: document.bytes.replacing(splices)) else {
            return NormalizedJSON(document: document, faults: faults)
        }
        return NormalizedJSON(document: normalized, faults: faults)
    }

    /// Replaces the cells of the columns that `normalize` names. What is no CSV is left for the comparison to say.
    mutating func normalize(
        table bytes: [UInt8], _ dialect: TableDialect, by expect: Expectation
    ) throws(ResolutionError) -> NormalizedTable {
        guard expect.normalize.contains(where: { !$0.isQuery }), CSVDocument.isDelimiter(dialect.delimiter),
            let table = try? CSVDocument(parsing: bytes, delimiter: dialect.delimiter)
        else { return NormalizedTable(bytes: bytes) }
        normalizing.hasMetTable = true
        var faults: [Difference] = []
        var splices: [Splice] = []
        var placeholders = Placeholders()
        for (index, rule) in expect.normalize.enumerated() where !rule.isQuery {
            let columns = dialect.hasHeader ? table.columns(named: rule.path) : Int(rule.path).map { [$0 - 1] } ?? []
            if !columns.isEmpty { normalizing.rules.insert(index) }
            let form = try expectedText(rule.template)
            for record in table.records.dropFirst(dialect.hasHeader ? 1 : 0) {
                for column in columns where record.indices.contains(column) {
                    let cell = record[column]
                    let place = Difference.Place.cell(record: record.index + 1, column: rule.path, key: [])
                    let found = form.differences(from: cell.text, at: place, context: &context, limit: 1)
                    faults += found.shown
                    guard found.isEmpty else { continue }
                    let placeholder = placeholders.placeholder(for: cell.bytes, of: rule)
                    splices.append(
                        Splice(range: cell.rawBytes.startIndex..<cell.rawBytes.endIndex, bytes: Array(placeholder.utf8)))
                }
            }
        }
        return NormalizedTable(bytes: bytes.replacing(splices), faults: faults)
    }

    /// A normalization that finds nothing to replace in goldens of its kind is a demand that does not hold. Where none of its kind
    /// was compared, as under defaults for a whole file, it demands nothing.
    mutating func checkUnusedNormalizations(of expect: Expectation) {
        for (index, rule) in expect.normalize.enumerated() where !normalizing.rules.contains(index) {
            guard rule.isQuery ? normalizing.hasMetJSON : normalizing.hasMetTable else { continue }
            let place: Difference.Place = rule.isQuery ? .json("") : .column(rule.path)
            let note = rule.isQuery ? "'\(rule.path)' selects nothing in a golden's JSON" : "no golden's table has such a column"
            record(
                "normalize \(rule.path)", at: rule.range,
                differences(Difference(.missing, at: place, expected: rule.label, note: note)))
        }
    }
}

/// Equal values have equal placeholders within one document: `<uuid#1>`, `<epoch-ms#2>`.
private struct Placeholders {
    private var numbers: [String: [[UInt8]: Int]] = [:]

    mutating func placeholder(for value: [UInt8], of rule: Normalization) -> String {
        let label = rule.label
        let known = numbers[label, default: [:]]
        let number = known[value] ?? known.count + 1
        numbers[label, default: [:]][value] = number
        return "<\(label)#\(number)>"
    }
}

/// Bytes that take the place of others.
private struct Splice {
    var range: Range<Int>
    var bytes: [UInt8]
}

extension [UInt8] {
    /// Of two places that overlap, the one that begins first is replaced.
    fileprivate func replacing(_ splices: [Splice]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(count)
        var position = 0
        for splice in splices.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            guard splice.range.lowerBound >= position else { continue }
            result += self[position..<splice.range.lowerBound]
            result += splice.bytes
            position = splice.range.upperBound
        }
        return result + self[position...]
    }
}

extension Normalization {
    /// Whether it is about JSON; else it names a column.
    fileprivate var isQuery: Bool { path.utf8.first == UInt8(ascii: "$") }

    fileprivate var label: String {
        switch form {
        case .uuid: "uuid"
        case .timestamp(let form): form.rawValue
        case .pattern: "pattern"
        }
    }

    /// What a value must be before it may be replaced.
    fileprivate var template: Template {
        let matcher: Matcher =
            switch form {
            case .uuid: .uuid
            case .timestamp(let form): .timestamp(Matcher.Timestamp(form: form, near: nil, within: .zero))
            case .pattern(let pattern): .matches(Template(.string(pattern), at: range))
            }
        return Template(.matcher(matcher), at: range)
    }
}

extension [JSONStep] {
    /// Indices before names, names by their bytes, containers before their parts.
    fileprivate func precedes(_ other: [JSONStep]) -> Bool {
        for (left, right) in zip(self, other) where left != right {
            switch (left, right) {
            case (.index(let left), .index(let right)): return left < right
            case (.name(let left), .name(let right)): return left.utf8.lexicographicallyPrecedes(right.utf8)
            case (.index, .name): return true
            case (.name, .index): return false
            }
        }
        return count < other.count
    }
}
