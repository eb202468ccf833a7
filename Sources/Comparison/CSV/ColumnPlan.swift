internal import AssayCore
internal import DataFormats

/// Which column of what came is compared with which column of what is expected, and how.
struct ColumnPlan {
    struct Pair {
        var name: String
        /// From 0, as is the next.
        var expected: Int
        var actual: Int
        var rule: CellRule
    }

    /// The columns to compare, in the order of the expected table.
    let compared: [Pair]
    /// The key columns; empty without a key, and when what came lacks one of them.
    let key: [Pair]
    /// How many fields a record must have.
    let actualWidth: Int
    /// Whether all columns stand where they are expected, so that equal lines are equal rows.
    let isIdentity: Bool

    /// - Parameter matches: For each expected column the one that came, or `nil` when it is missing.
    init(_ columns: ExpectedColumns, matchedWith matches: [Int?], actualWidth: Int) {
        func pair(_ expected: Int) -> Pair? {
            matches[expected].map {
                Pair(name: columns.names[expected], expected: expected, actual: $0, rule: columns.rules[expected])
            }
        }
        compared = columns.names.indices.filter { !columns.isIgnored[$0] }.compactMap(pair)
        let key = columns.key.compactMap(pair)
        self.key = key.count == columns.key.count ? key : []
        self.actualWidth = actualWidth
        isIdentity = actualWidth == matches.count && matches.enumerated().allSatisfy { $0.offset == $0.element }
    }
}

/// The columns of the expected table and what the options say of each.
struct ExpectedColumns: Sendable {
    /// The header, or the numbers of the columns from 1 when there is none.
    let names: [String]
    /// Indices of the key columns, in the order of the options.
    let key: [Int]
    let isIgnored: [Bool]
    let rules: [CellRule]

    init(names: [String], options: TableOptions) throws(InvalidExpectation) {
        func indices(_ name: String, _ what: String) throws(InvalidExpectation) -> [Int] {
            let found = names.indices.filter { names[$0].utf8.elementsEqual(name.utf8) }
            guard !found.isEmpty else {
                throw InvalidExpectation("\(what) '\(name)' is not in the expected table: its columns are \(names.listed)")
            }
            return found
        }
        var key: [Int] = []
        for name in options.key {
            let found = try indices(name, "key column")
            guard found.count == 1 else {
                throw InvalidExpectation("key column '\(name)' is in the expected table \(found.count) times")
            }
            key += found
        }
        guard Set(key).count == key.count else { throw InvalidExpectation("a key column is named twice") }
        var isIgnored = names.map { _ in false }
        for name in options.ignore {
            for column in try indices(name, "ignored column") { isIgnored[column] = true }
        }
        var rules = names.map { _ in CellRule.exact }
        for entry in options.compare {
            let rule = try CellRule(entry.comparison, of: entry.column)
            for column in try indices(entry.column, "compared column") {
                guard !isIgnored[column] else {
                    throw InvalidExpectation("column '\(entry.column)' is both ignored and compared")
                }
                rules[column] = rule
            }
        }
        for column in key where isIgnored[column] || rules[column].hasTolerance {
            let reason = isIgnored[column] ? "ignored" : "compared with a tolerance"
            throw InvalidExpectation("key column '\(names[column])' cannot be \(reason)")
        }
        self.names = names
        self.key = key
        self.isIgnored = isIgnored
        self.rules = rules
    }
}

extension [String] {
    /// `'a', 'b' and 12 more`
    var listed: String {
        let shown = prefix(12).map { "'\($0)'" }.joined(separator: ", ")
        return count > 12 ? "\(shown) and \(count - 12) more" : shown
    }
}
