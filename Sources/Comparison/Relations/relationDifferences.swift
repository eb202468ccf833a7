package import AssayCore

/// Returns every row or value that breaks a relation: first those that came and must not be there, in their order, then those that
/// are missing, in the order of the others.
///
/// - Parameters:
///   - items: Of the answer that is judged.
///   - others: One or, for `disjointFrom` and `unionOf`, several.
///   - limit: How many differences are kept; all are counted.
package func relationDifferences(
    _ items: RelatedItems, _ relation: Relation, _ others: [RelatedItems], limit: Int
) -> Differences {
    var differences = Differences(limit: limit)
    if relation == .disjointFrom {
        reportShared(items, others, into: &differences)
        return differences
    }
    let due = Occurrences(others)
    if relation != .supersetOf {
        reportSurplus(of: [items], beyond: due, into: &differences) { item, _ in
            Difference(.extra, at: item.place, actual: item.shown, note: "not in \(others.map(\.name).joined(separator: ", "))")
        }
    }
    if relation != .subsetOf {
        reportSurplus(of: others, beyond: Occurrences([items]), into: &differences) { item, other in
            Difference(.missing, at: item.place, expected: item.shown, note: "the place is that in \(other.name)")
        }
    }
    return differences
}

/// How often each key occurs, and in the one of several that has it most often.
private struct Occurrences {
    private(set) var counts: [RelatedItems.Key: Int] = [:]

    init(_ sets: [RelatedItems]) {
        for set in sets {
            var own: [RelatedItems.Key: Int] = [:]
            for item in set.items { own[item.key, default: 0] += 1 }
            counts.merge(own) { max($0, $1) }
        }
    }
}

/// Reports each item that occurs more often than `limits` has it. What several sets share is reported once.
private func reportSurplus(
    of sets: [RelatedItems], beyond limits: Occurrences, into differences: inout Differences,
    _ difference: (RelatedItems.Item, RelatedItems) -> Difference
) {
    var reported: [RelatedItems.Key: Int] = [:]
    for set in sets {
        var seen: [RelatedItems.Key: Int] = [:]
        for item in set.items {
            seen[item.key, default: 0] += 1
            let surplus = seen[item.key, default: 0] - limits.counts[item.key, default: 0]
            guard surplus > reported[item.key, default: 0] else { continue }
            reported[item.key] = surplus
            differences.add(difference(item, set))
        }
    }
}

private func reportShared(_ items: RelatedItems, _ others: [RelatedItems], into differences: inout Differences) {
    var places: [RelatedItems.Key: (RelatedItems.Item, RelatedItems)] = [:]
    for other in others {
        for item in other.items where places[item.key] == nil { places[item.key] = (item, other) }
    }
    for item in items.items {
        guard let (twin, other) = places[item.key] else { continue }
        differences.add(
            Difference(.extra, at: item.place, actual: item.shown, note: "also in \(other.name), \(shownPlace(twin.place))"))
    }
}

private func shownPlace(_ place: Difference.Place) -> String {
    switch place {
    case .record(let record, _): "record \(record)"
    case .json(let pointer): pointer.isEmpty ? "the whole document" : pointer
    default: "elsewhere"
    }
}
