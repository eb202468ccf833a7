internal import AssayCore

/// Finds for each expected column the one that came, and reports what departs.
///
/// A name that occurs several times is matched in order of occurrence.
///
/// - Returns: For each expected column the index of the one that came, or `nil`.
func matchColumns(
    expected: [String], actual: [String], mode: TableOptions.Columns, into differences: inout Differences
) -> [Int?] {
    var matches = matchByName(expected, actual)
    if mode == .exact { pairRenamed(expected, actual, &matches, &differences) }

    for (column, name) in expected.enumerated() where matches[column] == nil {
        differences.add(Difference(.missing, at: .column(name), expected: name, note: nearMiss(of: name, in: actual)))
    }
    let taken = Set(matches.compactMap { $0 })
    for (column, name) in actual.enumerated() where !taken.contains(column) {
        let isKnown = expected.contains { $0.utf8.elementsEqual(name.utf8) }
        switch mode {
        case .superset where !isKnown: continue
        case .superset, .anyOrder, .exact:
            differences.add(Difference(isKnown ? .duplicate : .extra, at: .column(name), actual: name))
        }
    }
    if mode == .exact { reportOrder(expected, matches, &differences) }
    return matches
}

private func matchByName(_ expected: [String], _ actual: [String]) -> [Int?] {
    // Keyed by bytes: equal strings may be of different bytes.
    var places: [[UInt8]: [Int]] = [:]
    for (column, name) in actual.enumerated().reversed() { places[Array(name.utf8), default: []].append(column) }
    return expected.map { places[Array($0.utf8)]?.popLast() }
}

/// A name that is not known, at the very place of one that is missing, is that column under another name.
private func pairRenamed(_ expected: [String], _ actual: [String], _ matches: inout [Int?], _ differences: inout Differences) {
    guard expected.count == actual.count else { return }
    let taken = Set(matches.compactMap { $0 })
    for (column, name) in expected.enumerated() where matches[column] == nil && !taken.contains(column) {
        matches[column] = column
        differences.add(
            Difference(
                .renamed, at: .column(name), expected: name, actual: actual[column],
                note: remarkOnTexts(expected: name, actual: actual[column])))
    }
}

/// Reports the columns that must be moved, the fewest that do, to have the matched ones in order.
private func reportOrder(_ expected: [String], _ matches: [Int?], _ differences: inout Differences) {
    let matched = matches.enumerated().compactMap { column, match in match.map { (column, $0) } }
    let inOrder = Set(longestIncreasingRun(of: matched.map { UInt32($0.1) }))
    for (index, (column, match)) in matched.enumerated() where !inOrder.contains(index) {
        differences.add(
            Difference(
                .order, at: .column(expected[column]), expected: "column \(column + 1)", actual: "column \(match + 1)"))
    }
}

private func nearMiss(of name: String, in actual: [String]) -> String? {
    // A header of a million columns is none that anybody misspelt.
    for other in actual.prefix(1000) {
        if let remark = remarkOnTexts(expected: name, actual: other), !other.utf8.elementsEqual(name.utf8) {
            return "there is '\(other)': \(remark)"
        }
    }
    return nil
}
