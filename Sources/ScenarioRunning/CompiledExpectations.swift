internal import AssayCore
internal import Comparison
internal import DataFormats
internal import Synchronization

/// What was made of constant expectations, so that the examples of a scenario share it.
final class CompiledExpectations: Sendable {
    /// A place means the same thing only within one scenario: defaults that are merged in keep their places. Nor does it everywhere
    /// in one: an alias may stand for a body, merged over the defaults, and elsewhere for what it says alone.
    struct Key: Hashable, Sendable {
        enum Kind: Hashable, Sendable { case body, json, text, table, place }

        var scenario: ScenarioID
        var path: String
        var range: SourceRange
        var kind: Kind
    }

    enum Value: Sendable {
        case json(ExpectedJSON)
        case text(ExpectedText)
        case table(TableComparison)
        /// Finding a line takes as long as the file is large.
        case place(SourcePlace)
    }

    /// Beyond this many, all are forgotten: scenarios mostly run one after the other.
    private static let capacity = 4096

    private let values = Mutex<[Key: Value]>([:])
    /// By their text in UTF-8. Scenarios of a file mostly have the same, whatever their places.
    private let queries = Mutex<[[UInt8]: JSONPath]>([:])

    subscript(key: Key) -> Value? {
        get { values.withLock { $0[key] } }
        set {
            values.withLock { values in
                if values.count >= Self.capacity { values.removeAll(keepingCapacity: true) }
                values[key] = newValue
            }
        }
    }

    func query(_ text: String) throws(JSONPathSyntaxError) -> JSONPath {
        let key = Array(text.utf8)
        if let known = queries.withLock({ $0[key] }) { return known }
        let query = try JSONPath(parsing: text)
        queries.withLock { queries in
            if queries.count >= Self.capacity { queries.removeAll(keepingCapacity: true) }
            queries[key] = query
        }
        return query
    }
}

extension CaseRun {
    /// Returns what a template expects of a JSON value.
    ///
    /// - Parameter ofBody: Whether it stands for the whole body, where defaults may have been merged in.
    mutating func expectedJSON(_ template: Template, ofBody: Bool = false) throws(ResolutionError) -> ExpectedJSON {
        let key = sharesExpectations && template.isConstant ? self.key(template.range, ofBody ? .body : .json) : nil
        if let key, case .json(let known) = compiled[key] { return known }
        let resolved = try scope.resolve(template)
        do {
            let expected = try ExpectedJSON(resolved)
            if let key { compiled[key] = .json(expected) }
            return expected
        } catch {
            throw ResolutionError(error, at: template.range)
        }
    }

    /// Returns what a template expects of a text.
    ///
    /// - Parameter isResolved: Whether it is no longer the scenario's own, so that another example may have another at its place.
    mutating func expectedText(_ template: Template, isResolved: Bool = false) throws(ResolutionError) -> ExpectedText {
        let key = sharesExpectations && template.isConstant && !isResolved ? self.key(template.range, .text) : nil
        if let key, case .text(let known) = compiled[key] { return known }
        let resolved = try scope.resolve(template)
        do {
            let expected = try ExpectedText(resolved)
            if let key { compiled[key] = .text(expected) }
            return expected
        } catch {
            throw ResolutionError(error, at: template.range)
        }
    }

    /// Returns the table that a scenario states row by row.
    mutating func expectedTable(
        _ rows: [[Template]], options: TableOptions, at range: SourceRange
    ) throws(ResolutionError) -> TableComparison {
        let isConstant = rows.allSatisfy { $0.allSatisfy(\.isConstant) }
        let key = sharesExpectations && isConstant ? self.key(range, .table) : nil
        if let key, case .table(let known) = compiled[key] { return known }
        var resolved: [[Template]] = []
        for row in rows { resolved.append(try scope.resolve(row)) }
        do {
            let table = try TableComparison(rows: resolved, options: options, at: range)
            if let key { compiled[key] = .table(table) }
            return table
        } catch {
            throw ResolutionError(error, at: range)
        }
    }

    func jsonPath(_ text: String, at range: SourceRange) throws(ResolutionError) -> JSONPath {
        do {
            return try compiled.query(text)
        } catch {
            throw ResolutionError("'\(text)' is no JSONPath query: \(error.message)", at: range)
        }
    }

    /// Returns what a query selects, or why it was given up.
    func selection(
        by query: String, in document: JSONDocument, at range: SourceRange
    ) throws(ResolutionError) -> Result<[JSONMatch], JSONPathWorkError> {
        let path = try jsonPath(query, at: range)
        return Result { () throws(JSONPathWorkError) in try path.select(in: document) }
    }

    /// Returns a place in the scenario's file, with its line.
    func place(_ range: SourceRange) -> SourcePlace {
        let key = sharesExpectations ? self.key(range, .place) : nil
        if let key, case .place(let known) = compiled[key] { return known }
        let place = SourcePlace(range, in: scenario.file)
        if let key { compiled[key] = .place(place) }
        return place
    }

    private func key(_ range: SourceRange, _ kind: CompiledExpectations.Key.Kind) -> CompiledExpectations.Key {
        CompiledExpectations.Key(scenario: scenario.id, path: scenario.file.path, range: range, kind: kind)
    }
}
