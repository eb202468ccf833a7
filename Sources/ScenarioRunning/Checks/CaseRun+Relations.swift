internal import AssayCore
internal import Comparison
internal import DataFormats

extension CaseRun {
    /// Sets the rows or values of an answer against those of earlier steps, and keeps the answer where others are related to it.
    ///
    /// - Parameter listed: Which message that came is each of those that the step lists.
    mutating func checkRelations(
        of expect: Expectation, in reply: Reply, listed: [Int?]?
    ) throws(ResolutionError) {
        let isNamed = step.map { scenario.relates(to: $0) } ?? false
        guard isNamed || !expect.relations.isEmpty else { return }
        var answer = RelatedAnswer(reply, listed: listed, document: parsedBody)
        defer { if let step, isNamed { related[step] = answer } }
        for relation in expect.relations {
            citation = Citation(clauses: relation.clauses, level: relation.level)
            defer { citation = nil }
            let subject = "\(relation.subject) \(relation.relation.rawValue) \(relation.others.joined(separator: ", "))"
            record(subject, at: relation.range, try differences(relation, in: &answer))
        }
    }

    private mutating func differences(
        _ relation: RelationExpectation, in answer: inout RelatedAnswer
    ) throws(ResolutionError) -> Differences {
        for name in relation.others where related[name] == nil {
            throw ResolutionError("step '\(name)' has no answer to relate to", at: relation.range)
        }
        let sides: [RelatedItems]
        switch try self.sides(of: relation, in: &answer) {
        case .failure(let fault): return differences(fault.difference)
        case .success(let found): sides = found
        }
        if !relation.allowsEmpty, sides.allSatisfy(\.isEmpty) {
            return differences(
                Difference(
                    .missing, at: .whole, expected: "something to compare",
                    note: "there is nothing on either side; 'allow_empty: true' permits that"))
        }
        return relationDifferences(sides[0], relation.relation, Array(sides.dropFirst()), limit: limit)
    }

    /// The rows or values of the answer, then those of the others.
    private mutating func sides(
        of relation: RelationExpectation, in answer: inout RelatedAnswer
    ) throws(ResolutionError) -> Result<[RelatedItems], RelatedAnswer.Fault> {
        guard case .values(let query) = relation.subject else {
            return Result { () throws(RelatedAnswer.Fault) in try rows(relation, in: &answer) }
        }
        let path = try jsonPath(query, at: relation.range)
        return Result { () throws(RelatedAnswer.Fault) in
            try forEachAnswer(relation, &answer) { (name, answer) throws(RelatedAnswer.Fault) in
                RelatedItems(name: name, values: try answer.values(path, written: query))
            }
        }
    }

    private mutating func rows(
        _ relation: RelationExpectation, in answer: inout RelatedAnswer
    ) throws(RelatedAnswer.Fault) -> [RelatedItems] {
        let tables = try forEachAnswer(relation, &answer) { (name, answer) throws(RelatedAnswer.Fault) in
            (name: name, table: try answer.table(relation.subject, relation.dialect))
        }
        do {
            return try RelatedColumns(by: relation.by, ignore: relation.ignore, dialect: relation.dialect).rows(of: tables)
        } catch {
            throw RelatedAnswer.Fault(
                difference: Difference(.unreadable, at: .whole, expected: "tables of the same columns", note: error.message))
        }
    }

    /// Reads a part of the answer, and of those that it is related to; what is wrong with one of these is said to be.
    private mutating func forEachAnswer<Part>(
        _ relation: RelationExpectation, _ answer: inout RelatedAnswer,
        _ read: (String, inout RelatedAnswer) throws(RelatedAnswer.Fault) -> Part
    ) throws(RelatedAnswer.Fault) -> [Part] {
        var parts = [try read("this answer", &answer)]
        for id in relation.others {
            let name = "step '\(id)'"
            guard var other = related[id] else { continue }
            do throws(RelatedAnswer.Fault) {
                parts.append(try read(name, &other))
                related[id] = other
            } catch {
                throw RelatedAnswer.Fault(difference: error.difference.noting(name))
            }
        }
        return parts
    }
}
