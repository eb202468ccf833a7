package import AssayCore
package import DataFormats

/// What a scenario expects of a JSON value, compiled once and compared with any number of them.
package struct ExpectedJSON: Sendable {
    private let value: ExpectedValue

    /// - Parameter template: Resolved: only null, bool, number, string, array, object and matchers of such are left in it.
    /// - Throws: For what can never be compared: a pattern that is none, limits that are no numbers, a name given twice.
    package init(_ template: Template) throws(InvalidExpectation) {
        value = try ExpectedValue(template, mayBeAbsent: true)
    }

    /// - Parameters:
    ///   - arrays: What its arrays are compared by, selected in `outline`.
    ///   - outline: The template's.
    /// - Throws: Also for an element of a keyed array without a key, or with that of another.
    package init(_ template: Template, arrays: ArrangedArrays, in outline: JSONDocument) throws(InvalidExpectation) {
        try self.init(template.arranged(by: arrays, outline.root))
    }

    /// - Parameter arrays: Of the golden document.
    /// - Throws: For an element of a keyed array without a key, or with that of another.
    package init(golden: JSONDocument, arrays: ArrangedArrays) throws(InvalidExpectation) {
        value = try ExpectedValue(golden: golden.root, at: [], arrays)
    }

    /// Whether nothing at all is fine too: `!absent`, `!optional`.
    package var acceptsAbsence: Bool { value.acceptsAbsence }

    /// As a report shows it, on one line.
    package var displayed: String { value.displayed }

    /// Every way in which `actual` departs: exactly, but where a matcher asks for less or other.
    ///
    /// No key missing and none extra, arrays in order, numbers by exact decimal value, strings by scalars. A name that comes
    /// twice in one object is a difference wherever it is in `actual`. Each difference says where in the scenario the
    /// part stands that asks for more.
    ///
    /// - Parameters:
    ///   - path: Where `actual` stands in the document it is reported for.
    ///   - context: What is bound here stays bound, also when there are differences.
    ///   - limit: How many differences are described; all are counted.
    package func differences(
        from actual: JSONNode, at path: [JSONStep] = [], context: inout MatchContext, limit: Int
    ) -> Differences {
        var judge = Judge(at: path, context: context, limit: limit)
        let duplicates = actual.duplicateMembers(limit: limit)
        for duplicate in duplicates.shown {
            judge.differences.add(.duplicateName(at: path + duplicate.path, actual: duplicate.value, range: value.range))
        }
        for _ in duplicates.shown.count..<duplicates.count { judge.record { Difference(.duplicate, at: $0.place) } }
        judge.judge(actual, by: value)
        context = judge.context
        return judge.differences
    }

    /// Nothing came at all.
    package func differenceFromNothing(at place: Difference.Place) -> Difference? {
        guard !acceptsAbsence else { return nil }
        return Difference(.missing, at: place, expected: displayed, range: value.range)
    }
}

extension Difference {
    package static func duplicateName(at path: [JSONStep], actual: JSONNode, range: SourceRange? = nil) -> Difference {
        Difference(
            .duplicate, at: .json(path.pointer), actual: actual.displayed(), note: "the object has this name already",
            range: range)
    }
}
