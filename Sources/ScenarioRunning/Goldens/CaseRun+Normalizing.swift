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

/// What the normalizations of a step, and its rules for arrays, were used for.
struct NormalizationUse {
    /// Which of them found something to replace, by their index.
    var rules: Set<Int> = []
    var hasMetJSON = false
    var hasMetTable = false
    var arrays = ArrayRuleUse()
}

extension CaseRun {
    /// Replaces what the JSON queries of `normalize` select.
    mutating func normalize(_ document: JSONDocument, by expect: Expectation) throws(ResolutionError) -> NormalizedJSON {
        if expect.normalize.isEmpty { return NormalizedJSON(document: document) }
        normalizing.hasMetJSON = true
        var faults: [Difference] = []
        var selections: [(rule: Normalization, matches: [JSONMatch])] = []
        for (index, rule) in expect.normalize.enumerated() where rule.isQuery {
            switch try selection(by: rule.path, in: document, at: rule.range) {
            case .success(let matches):
                if !matches.isEmpty { normalizing.rules.insert(index) }
                selections.append((rule, matches))
            case .failure(let error):
                faults.append(Difference(.unreadable, at: .json(""), note: "'\(rule.path)': \(error.message)", range: rule.range))
            }
        }
        let order = try arrangedOrder(of: document, selections, by: expect)
        var splices: [Splice] = []
        for (rule, matches) in selections {
            let form = try expectedJSON(rule.template)
            for place in order?.sorted(matches) ?? matches.sortedByPath() {
                let found = form.differences(from: place.node, at: place.path, context: &context, limit: 1)
                faults += found.shown
                guard found.isEmpty else { continue }
                let placeholder = placeholders.placeholder(for: place.node, of: rule)
                splices.append(Splice(range: place.node.byteRange, bytes: Array("\"\(placeholder)\"".utf8)))
            }
        }
        guard let normalized = try? JSONDocument(parsing: document.bytes.replacing(splices)) else {
            return NormalizedJSON(document: document, faults: faults)
        }
        return NormalizedJSON(document: normalized, faults: faults)
    }

    /// Replaces the cells of the columns that `normalize` names. What is no CSV is left for the comparison to say.
    mutating func normalize(
        table bytes: [UInt8], _ options: TableOptions, by expect: Expectation
    ) throws(ResolutionError) -> NormalizedTable {
        let dialect = options.dialect
        guard expect.normalize.contains(where: { !$0.isQuery }), CSVDocument.isDelimiter(dialect.delimiter),
            let table = try? CSVDocument(parsing: bytes, delimiter: dialect.delimiter)
        else { return NormalizedTable(bytes: bytes) }
        normalizing.hasMetTable = true
        let columns = expect.normalize.map { rule in
            rule.isQuery ? [] : table.columns(named: rule.path, hasHeader: dialect.hasHeader)
        }
        let records = table.recordsToNormalize(options, volatile: Set(columns.joined()))
        var faults: [Difference] = []
        var splices: [Splice] = []
        for (index, rule) in expect.normalize.enumerated() where !columns[index].isEmpty {
            normalizing.rules.insert(index)
            let form = try expectedText(rule.template)
            for record in records {
                for column in columns[index] where record.indices.contains(column) {
                    let cell = record[column]
                    let place = Difference.Place.cell(record: record.index + 1, column: rule.path, key: [])
                    let found = form.differences(from: cell.text, at: place, context: &context, limit: 1)
                    faults += found.shown
                    guard found.isEmpty else { continue }
                    let placeholder = placeholders.placeholder(for: cell.bytes, of: rule)
                    splices.append(Splice(cell, placeholder, delimiter: dialect.delimiter))
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

/// Bytes that take the place of others.
private struct Splice {
    var range: Range<Int>
    var bytes: [UInt8]
}

extension Splice {
    /// Quotes around a cell stay.
    fileprivate init(_ cell: CSVDocument.Field, _ placeholder: String, delimiter: UInt8) {
        range = cell.rawBytes.startIndex..<cell.rawBytes.endIndex
        bytes = Array(placeholder.utf8)
        if !cell.isQuoted, bytes.contains(delimiter) { bytes = Array("\"\(placeholder)\"".utf8) }
    }
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

extension [JSONMatch] {
    /// In an order that does not depend on how the answer's members are ordered, or numbers would.
    fileprivate func sortedByPath() -> [JSONMatch] {
        map { (path: $0.path, match: $0) }.sorted { $0.path.precedes($1.path) }.map(\.match)
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
